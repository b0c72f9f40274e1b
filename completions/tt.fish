# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_tt_global_optspecs
    string join \n json color= config= db= y/yes h/help V/version
end

function __fish_tt_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_tt_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_tt_using_subcommand
    set -l cmd (__fish_tt_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c tt -n "__fish_tt_needs_command" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_needs_command" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_needs_command" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_needs_command" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_needs_command" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_needs_command" -s V -l version -d 'Print version'
complete -c tt -n "__fish_tt_needs_command" -f -a "log" -d 'Book a finished entry'
complete -c tt -n "__fish_tt_needs_command" -f -a "add" -d 'Book a finished entry'
complete -c tt -n "__fish_tt_needs_command" -f -a "track" -d 'Book a finished entry'
complete -c tt -n "__fish_tt_needs_command" -f -a "start" -d 'Start a timer'
complete -c tt -n "__fish_tt_needs_command" -f -a "in" -d 'Start a timer'
complete -c tt -n "__fish_tt_needs_command" -f -a "stop" -d 'End the running timer and book it'
complete -c tt -n "__fish_tt_needs_command" -f -a "out" -d 'End the running timer and book it'
complete -c tt -n "__fish_tt_needs_command" -f -a "pause" -d 'Park the running timer'
complete -c tt -n "__fish_tt_needs_command" -f -a "switch" -d 'Park the running timer and start another'
complete -c tt -n "__fish_tt_needs_command" -f -a "resume" -d 'Take up a parked timer'
complete -c tt -n "__fish_tt_needs_command" -f -a "cancel" -d 'Throw the running timer away'
complete -c tt -n "__fish_tt_needs_command" -f -a "continue" -d 'Start a timer like an entry'
complete -c tt -n "__fish_tt_needs_command" -f -a "status" -d 'Say where everything stands'
complete -c tt -n "__fish_tt_needs_command" -f -a "now" -d 'Say where everything stands'
complete -c tt -n "__fish_tt_needs_command" -f -a "list" -d 'List entries'
complete -c tt -n "__fish_tt_needs_command" -f -a "ls" -d 'List entries'
complete -c tt -n "__fish_tt_needs_command" -f -a "show" -d 'Show entries with everything known about them'
complete -c tt -n "__fish_tt_needs_command" -f -a "week" -d 'Show a period as a grid'
complete -c tt -n "__fish_tt_needs_command" -f -a "report" -d 'Add entries up'
complete -c tt -n "__fish_tt_needs_command" -f -a "edit" -d 'Change entries'
complete -c tt -n "__fish_tt_needs_command" -f -a "delete" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "rm" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "remove" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "split" -d 'Part an entry in two or more'
complete -c tt -n "__fish_tt_needs_command" -f -a "undo" -d 'Take the last step back'
complete -c tt -n "__fish_tt_needs_command" -f -a "history" -d 'Show what happened: who, when, from, to'
complete -c tt -n "__fish_tt_needs_command" -f -a "submit" -d 'Hand entries in for approval'
complete -c tt -n "__fish_tt_needs_command" -f -a "recall" -d 'Take submitted entries back'
complete -c tt -n "__fish_tt_needs_command" -f -a "approve" -d 'Approve what was handed in'
complete -c tt -n "__fish_tt_needs_command" -f -a "reject" -d 'Give entries back to their owner'
complete -c tt -n "__fish_tt_needs_command" -f -a "sheet" -d 'List timesheets'
complete -c tt -n "__fish_tt_needs_command" -f -a "check" -d 'Ask the rules again, as submitting would'
complete -c tt -n "__fish_tt_needs_command" -f -a "review" -d 'Show what needs a person, and what answers it'
complete -c tt -n "__fish_tt_needs_command" -f -a "resolve" -d 'Answer what `tt review` asks'
complete -c tt -n "__fish_tt_needs_command" -f -a "remote" -d 'Ask the service itself: what it holds, straight from it'
complete -c tt -n "__fish_tt_needs_command" -f -a "sync" -d 'Deliver what is owed'
complete -c tt -n "__fish_tt_needs_command" -f -a "catalog" -d 'Look at the cached reference data'
complete -c tt -n "__fish_tt_needs_command" -f -a "rules" -d 'List the rules'
complete -c tt -n "__fish_tt_needs_command" -f -a "config" -d 'Look at the configuration'
complete -c tt -n "__fish_tt_needs_command" -f -a "doctor" -d 'Look whether everything is in order'
complete -c tt -n "__fish_tt_needs_command" -f -a "backup" -d 'Write a whole copy of the database'
complete -c tt -n "__fish_tt_needs_command" -f -a "completions" -d 'Print a completion script'
complete -c tt -n "__fish_tt_needs_command" -f -a "help" -d 'Show help for a command or topic'
complete -c tt -n "__fish_tt_using_subcommand log" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand log" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand log" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand log" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand log" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand log" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand log" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand log" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand log" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand log" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand log" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand log" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand log" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand log" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand add" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand add" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand add" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand add" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand add" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand add" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand add" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand add" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand add" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand add" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand add" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand add" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand add" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand add" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand track" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand track" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand track" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand track" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand track" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand track" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand track" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand track" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand track" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand track" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand track" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand track" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand track" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand track" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand track" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand start" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand start" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand start" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand start" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand start" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand start" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand start" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand start" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand start" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand start" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand start" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand start" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand start" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand start" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand in" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand in" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand in" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand in" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand in" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand in" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand in" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand in" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand in" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand in" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand in" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand in" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand in" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand in" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand in" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand stop" -s m -l note -d 'Note, in the place of the one it has' -r
complete -c tt -n "__fish_tt_using_subcommand stop" -l at -d 'The moment it ended' -r
complete -c tt -n "__fish_tt_using_subcommand stop" -l on -d 'Day of that moment' -r
complete -c tt -n "__fish_tt_using_subcommand stop" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand stop" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand stop" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand stop" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand stop" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand out" -s m -l note -d 'Note, in the place of the one it has' -r
complete -c tt -n "__fish_tt_using_subcommand out" -l at -d 'The moment it ended' -r
complete -c tt -n "__fish_tt_using_subcommand out" -l on -d 'Day of that moment' -r
complete -c tt -n "__fish_tt_using_subcommand out" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand out" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand out" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand out" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand out" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand out" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand pause" -l at -d 'The moment it is parked' -r
complete -c tt -n "__fish_tt_using_subcommand pause" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand pause" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand pause" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand pause" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand pause" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand pause" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand switch" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand switch" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand switch" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand switch" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand switch" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand switch" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand switch" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand switch" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand switch" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand switch" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand switch" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand switch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand resume" -l at -d 'The moment it goes on' -r
complete -c tt -n "__fish_tt_using_subcommand resume" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand resume" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resume" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resume" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand resume" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand cancel" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand cancel" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand cancel" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand cancel" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand cancel" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand continue" -l at -d 'The moment it starts' -r
complete -c tt -n "__fish_tt_using_subcommand continue" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand continue" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand continue" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand continue" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand continue" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand continue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand status" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand status" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand status" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand status" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand status" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand now" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand now" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand now" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand now" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand now" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand now" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand list" -l format -d 'How it is written; --json is --format json' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
markdown\t''
ical\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l kind -d 'Charged to something of this kind' -r -f -a "ticket\t''
project-ticket\t''
task\t''
activity\t''
charge-code\t''
project\t''
client\t''
general\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l status -d 'Where it stands' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l delivery -d 'Whether the service has it' -r -f -a "local\t''
waiting\t''
owed\t''
sent\t''
unconfirmed\t''
refused\t''
held\t''
conflict\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l from -d 'From this day or instant on' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l to -d 'Up to and including this day, or up to this instant' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l search -d 'With this text in a note, whatever its case' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l limit -d 'At most this many: the newest' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l sort -d 'Order' -r -f -a "start\t''
newest\t''
longest\t''
id\t''
updated\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand list" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand list" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand list" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand list" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand list" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand list" -l running -d 'Running or parked'
complete -c tt -n "__fish_tt_using_subcommand list" -l stopped -d 'Ended'
complete -c tt -n "__fish_tt_using_subcommand list" -l billed -d 'Billed'
complete -c tt -n "__fish_tt_using_subcommand list" -l unbilled -d 'Not billed, and billable or left to the service'
complete -c tt -n "__fish_tt_using_subcommand list" -l ids -d 'Print the numbers alone, one a line'
complete -c tt -n "__fish_tt_using_subcommand list" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand list" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand list" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand ls" -l format -d 'How it is written; --json is --format json' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
markdown\t''
ical\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l kind -d 'Charged to something of this kind' -r -f -a "ticket\t''
project-ticket\t''
task\t''
activity\t''
charge-code\t''
project\t''
client\t''
general\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l status -d 'Where it stands' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l delivery -d 'Whether the service has it' -r -f -a "local\t''
waiting\t''
owed\t''
sent\t''
unconfirmed\t''
refused\t''
held\t''
conflict\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l from -d 'From this day or instant on' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l to -d 'Up to and including this day, or up to this instant' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l search -d 'With this text in a note, whatever its case' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l limit -d 'At most this many: the newest' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l sort -d 'Order' -r -f -a "start\t''
newest\t''
longest\t''
id\t''
updated\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand ls" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand ls" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand ls" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand ls" -l running -d 'Running or parked'
complete -c tt -n "__fish_tt_using_subcommand ls" -l stopped -d 'Ended'
complete -c tt -n "__fish_tt_using_subcommand ls" -l billed -d 'Billed'
complete -c tt -n "__fish_tt_using_subcommand ls" -l unbilled -d 'Not billed, and billable or left to the service'
complete -c tt -n "__fish_tt_using_subcommand ls" -l ids -d 'Print the numbers alone, one a line'
complete -c tt -n "__fish_tt_using_subcommand ls" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand ls" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand ls" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand show" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand show" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand show" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand show" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand show" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand week" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand week" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand week" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand week" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand week" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand week" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand report" -l by -d 'What to add up by: one thing or two' -r -f -a "ticket\t''
project\t''
client\t''
service\t''
day\t''
week\t''
month\t''
work-type\t''
work-role\t''
tag\t''
billable\t''
profile\t''
status\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l format -d 'How the rows are written; --json writes the whole report' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
markdown\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l kind -d 'Charged to something of this kind' -r -f -a "ticket\t''
project-ticket\t''
task\t''
activity\t''
charge-code\t''
project\t''
client\t''
general\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l status -d 'Where it stands' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l delivery -d 'Whether the service has it' -r -f -a "local\t''
waiting\t''
owed\t''
sent\t''
unconfirmed\t''
refused\t''
held\t''
conflict\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l from -d 'From this day or instant on' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l to -d 'Up to and including this day, or up to this instant' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l search -d 'With this text in a note, whatever its case' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l limit -d 'At most this many: the newest' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l sort -d 'Order' -r -f -a "start\t''
newest\t''
longest\t''
id\t''
updated\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand report" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand report" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand report" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand report" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand report" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand report" -l running -d 'Running or parked'
complete -c tt -n "__fish_tt_using_subcommand report" -l stopped -d 'Ended'
complete -c tt -n "__fish_tt_using_subcommand report" -l billed -d 'Billed'
complete -c tt -n "__fish_tt_using_subcommand report" -l unbilled -d 'Not billed, and billable or left to the service'
complete -c tt -n "__fish_tt_using_subcommand report" -l ids -d 'Print the numbers alone, one a line'
complete -c tt -n "__fish_tt_using_subcommand report" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand report" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand report" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand edit" -l untag -d 'Take this tag away; may be given several times (\'-t none\' takes all)' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -s m -l note -d 'Note, in the place of bare words' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l internal-note -d 'Note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l on -d 'Day it belongs to' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l at -d 'The moment it happens; for \'log\' the start' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l start -d 'Start' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l end -d 'End' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l for -d 'Length; two of start, end and length are enough' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l deduct -d 'Time in between that was not worked' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l note-to -d 'Repeat the note on the ticket (ConnectWise, with the create only)' -r -f -a "ticket-discussion\t''
ticket-internal\t''
ticket-resolution\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l email -d 'Have the service mail the entry (ConnectWise, with the first attempt only)' -r -f -a "resource\t''
contact\t''
cc\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l email-cc -d 'Addresses that get a copy of the mail' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l show-on-invoice -d 'Whether the invoice shows it (Autotask)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l offset -d 'Time added to or taken off what is billed (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l agreement-service -d 'Service of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l agreement-bundle -d 'Service bundle of the contract (Autotask)' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l internal -d 'Whether it is work for the own business (FreshBooks)' -r -f -a "yes\t''
no\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l detail -d 'Invoice detail (Moneybird, documented dialect)' -r
complete -c tt -n "__fish_tt_using_subcommand edit" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand edit" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand edit" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand edit" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand edit" -s e -l editor -d 'Write the note, or with \'edit\' every field, in $VISUAL or $EDITOR'
complete -c tt -n "__fish_tt_using_subcommand edit" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand edit" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand edit" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand edit" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand edit" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand delete" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand delete" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand delete" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand delete" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand delete" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand rm" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand rm" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand rm" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand rm" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand rm" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remove" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remove" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remove" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remove" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remove" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand split" -l at -d 'Where the later part begins' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l after -d 'How long the first part is: its work, without pauses' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l into -d 'Into so many parts of equal length' -r
complete -c tt -n "__fish_tt_using_subcommand split" -s m -l note -d 'Note of the later part' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l internal-note -d 'Its note for colleagues only' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand split" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand split" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand split" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand split" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand split" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand split" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand split" -l midnight -d 'At midnight'
complete -c tt -n "__fish_tt_using_subcommand split" -s n -l dry-run -d 'Show the parts, and change nothing'
complete -c tt -n "__fish_tt_using_subcommand split" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand split" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand split" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand split" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand undo" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand undo" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand undo" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand undo" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand undo" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand history" -l limit -d 'At most this many lines: the newest; 50 where no entry is named' -r
complete -c tt -n "__fish_tt_using_subcommand history" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand history" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand history" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand history" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand history" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand submit" -s p -l profile -d 'Profile in which a period or --all acts; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand submit" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand submit" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand submit" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand submit" -l all -d 'Everything of the profile that the step takes'
complete -c tt -n "__fish_tt_using_subcommand submit" -s n -l dry-run -d 'Say what would happen, and do nothing'
complete -c tt -n "__fish_tt_using_subcommand submit" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand submit" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand submit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand recall" -s p -l profile -d 'Profile in which a period or --all acts; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand recall" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand recall" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand recall" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand recall" -l all -d 'Everything of the profile that the step takes'
complete -c tt -n "__fish_tt_using_subcommand recall" -s n -l dry-run -d 'Say what would happen, and do nothing'
complete -c tt -n "__fish_tt_using_subcommand recall" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand recall" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand recall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand approve" -s p -l profile -d 'Profile in which a period or --all acts; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand approve" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand approve" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand approve" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand approve" -l all -d 'Everything of the profile that the step takes'
complete -c tt -n "__fish_tt_using_subcommand approve" -s n -l dry-run -d 'Say what would happen, and do nothing'
complete -c tt -n "__fish_tt_using_subcommand approve" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand approve" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand reject" -l reason -d 'What is to be corrected' -r
complete -c tt -n "__fish_tt_using_subcommand reject" -s p -l profile -d 'Profile in which a period or --all acts; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand reject" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand reject" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand reject" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand reject" -l all -d 'Everything of the profile that the step takes'
complete -c tt -n "__fish_tt_using_subcommand reject" -s n -l dry-run -d 'Say what would happen, and do nothing'
complete -c tt -n "__fish_tt_using_subcommand reject" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand reject" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand reject" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l member -d 'Only those of this member' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l year -d 'Only those of this year, as the service counts it, else by the weeks of ISO 8601' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l period -d 'Only the one of this number in the year: the service\'s period, else the week' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l status -d 'Only those that stand here' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -s p -l profile -d 'Only those of this profile; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -f -a "list" -d 'List them'
complete -c tt -n "__fish_tt_using_subcommand sheet; and not __fish_seen_subcommand_from list show" -f -a "show" -d 'Show one with its entries'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l member -d 'Only those of this member' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l year -d 'Only those of this year, as the service counts it, else by the weeks of ISO 8601' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l period -d 'Only the one of this number in the year: the service\'s period, else the week' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l status -d 'Only those that stand here' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -s p -l profile -d 'Only those of this profile; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l member -d 'Only those of this member' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l year -d 'Only those of this year, as the service counts it, else by the weeks of ISO 8601' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l period -d 'Only the one of this number in the year: the service\'s period, else the week' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l status -d 'Only those that stand here' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -s p -l profile -d 'Only those of this profile; `none` for entries without one' -r
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand sheet; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand check" -s p -l profile -d 'Only entries of this profile; `none` for those without one' -r
complete -c tt -n "__fish_tt_using_subcommand check" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand check" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand check" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand check" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand check" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand review" -s p -l profile -d 'Only entries of this profile' -r
complete -c tt -n "__fish_tt_using_subcommand review" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand review" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand review" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand review" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand review" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand review" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l keep -d 'In conflict, or deleted on the service: mine sends what is here (deleted there: as a new one), theirs takes over what is there (deletes here), both keeps the one there beside a new one' -r -f -a "mine\t''
theirs\t''
both\t''"
complete -c tt -n "__fish_tt_using_subcommand resolve" -l adopt -d 'Unconfirmed, or held as already there: it is this one of the service\'s' -r
complete -c tt -n "__fish_tt_using_subcommand resolve" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand resolve" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resolve" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resolve" -l release -d 'Held, but right: deliver it'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l retry -d 'Refused, but send it again as it is'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l resend -d 'Unconfirmed, and none of what the service holds: send it again, once the quarantine is over'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand resolve" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -f -a "list" -d 'List what it holds'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -f -a "ls" -d 'List what it holds'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -f -a "show" -d 'Show entries of the service whole, every field as it returns it'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -f -a "import" -d 'Take entries of the service over, also such as lie before the days that sync reads'
complete -c tt -n "__fish_tt_using_subcommand remote; and not __fish_seen_subcommand_from list ls show import note" -f -a "note" -d 'Add a note to an entry of the service, where it has notes'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l state -d 'In these groups, by what the invoice makes of them (Moneybird)' -r -f -a "all\t''
open\t''
non-billable\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l where -d 'In the service\'s own query language: ConnectWise conditions, Autotask filter JSON, Moneybird filter. The period and member not typed give way to those it names' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l page -d 'One page alone, as the service counts them' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l per-page -d 'Entries on that page; the first one without --page' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l kind -d 'Charged to something of this kind' -r -f -a "ticket\t''
project-ticket\t''
task\t''
activity\t''
charge-code\t''
project\t''
client\t''
general\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l status -d 'Where it stands' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l delivery -d 'Whether the service has it' -r -f -a "local\t''
waiting\t''
owed\t''
sent\t''
unconfirmed\t''
refused\t''
held\t''
conflict\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l from -d 'From this day or instant on' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l to -d 'Up to and including this day, or up to this instant' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l search -d 'With this text in a note, whatever its case' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l limit -d 'At most this many: the newest' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l sort -d 'Order' -r -f -a "start\t''
newest\t''
longest\t''
id\t''
updated\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l include-no-client -d 'With --client: entries without one as well (Moneybird)'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l running -d 'Running or parked'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l stopped -d 'Ended'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l billed -d 'Billed'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l unbilled -d 'Not billed, and billable or left to the service'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l ids -d 'Print the numbers alone, one a line'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l state -d 'In these groups, by what the invoice makes of them (Moneybird)' -r -f -a "all\t''
open\t''
non-billable\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l where -d 'In the service\'s own query language: ConnectWise conditions, Autotask filter JSON, Moneybird filter. The period and member not typed give way to those it names' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l page -d 'One page alone, as the service counts them' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l per-page -d 'Entries on that page; the first one without --page' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l kind -d 'Charged to something of this kind' -r -f -a "ticket\t''
project-ticket\t''
task\t''
activity\t''
charge-code\t''
project\t''
client\t''
general\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l status -d 'Where it stands' -r -f -a "open\t''
submitted\t''
rejected\t''
approved\t''
billed\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l delivery -d 'Whether the service has it' -r -f -a "local\t''
waiting\t''
owed\t''
sent\t''
unconfirmed\t''
refused\t''
held\t''
conflict\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l from -d 'From this day or instant on' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l to -d 'Up to and including this day, or up to this instant' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l search -d 'With this text in a note, whatever its case' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l limit -d 'At most this many: the newest' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l sort -d 'Order' -r -f -a "start\t''
newest\t''
longest\t''
id\t''
updated\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l ticket -d 'Service ticket, as the person sees it: 54321, #54321, T20261122.0042' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l project-ticket -d 'Project ticket' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l task -d 'Task; on FreshBooks it combines with --project' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l activity -d 'Activity' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l charge-code -d 'Charge code: time that belongs to no client\'s work' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l project -d 'Project, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l client -d 'Client, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l service -d 'Service, by name or number' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l work-type -d 'Work type' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l work-role -d 'Work role' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l billable -d 'Billable option' -r -f -a "billable\t''
do-not-bill\t''
no-charge\t''
no-default\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l agreement -d 'Agreement, contract or retainer' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l member -d 'Whose time it is; in filters also \'me\'' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -s t -l tag -d 'Tag; may be given several times' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -s p -l profile -d 'Profile that delivers it' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l include-no-client -d 'With --client: entries without one as well (Moneybird)'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l running -d 'Running or parked'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l stopped -d 'Ended'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l billed -d 'Billed'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l unbilled -d 'Not billed, and billable or left to the service'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l ids -d 'Print the numbers alone, one a line'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l no-bill -d 'The same as --billable do-not-bill'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -s p -l profile -d 'Profile whose service is asked' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -s p -l profile -d 'Profile whose service is asked' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l assignee -d 'For whom it is to do, by number or name' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -s p -l profile -d 'Profile whose service is asked' -r
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l todo -d 'As something to do'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand remote; and __fish_seen_subcommand_from note" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand sync" -l max-time -d 'Stop after this time; the next run goes on' -r
complete -c tt -n "__fish_tt_using_subcommand sync" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand sync" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sync" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sync" -l all -d 'Every profile'
complete -c tt -n "__fish_tt_using_subcommand sync" -s n -l dry-run -d 'Say what would be sent, and send nothing'
complete -c tt -n "__fish_tt_using_subcommand sync" -l push -d 'Only send: nothing is imported or taken over, but what is about to be changed there'
complete -c tt -n "__fish_tt_using_subcommand sync" -l pull -d 'Only fetch: nothing is sent'
complete -c tt -n "__fish_tt_using_subcommand sync" -l now -d 'Do not wait until entries have been left alone for a while'
complete -c tt -n "__fish_tt_using_subcommand sync" -l quiet -d 'Print a problem once, when it is new, and nothing else'
complete -c tt -n "__fish_tt_using_subcommand sync" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand sync" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -f -a "list" -d 'List things of a kind'
complete -c tt -n "__fish_tt_using_subcommand catalog; and not __fish_seen_subcommand_from list import" -f -a "import" -d 'Read reference data from a file of JSON'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l limit -d 'At most this many' -r
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -s p -l profile -d 'Whose catalog; without it that of the default profile' -r
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l all -d 'Those out of use too'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -s p -l profile -d 'Whose catalog; without it that of the default profile' -r
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand catalog; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand rules" -l backend -d 'Only those of this service, and those that always hold' -r -f -a "connectwise\t''
autotask\t''
moneybird\t''
freshbooks\t''"
complete -c tt -n "__fish_tt_using_subcommand rules" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand rules" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand rules" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand rules" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand rules" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -f -a "path" -d 'Print where configuration, data and state are kept'
complete -c tt -n "__fish_tt_using_subcommand config; and not __fish_seen_subcommand_from path check" -f -a "check" -d 'Read it whole and say what is wrong with it'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand doctor" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand doctor" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand doctor" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand doctor" -l repair -d 'Put right what can be: permissions, and a damaged database, which is moved aside (never deleted) and replaced by the newest good copy'
complete -c tt -n "__fish_tt_using_subcommand doctor" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand doctor" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand backup" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand backup" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand backup" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand backup" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand backup" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand completions" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand completions" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand completions" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand completions" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand completions" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand help" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand help" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand help" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand help" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand help" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
