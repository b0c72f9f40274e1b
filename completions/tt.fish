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
complete -c tt -n "__fish_tt_needs_command" -f -a "list" -d 'List entries'
complete -c tt -n "__fish_tt_needs_command" -f -a "ls" -d 'List entries'
complete -c tt -n "__fish_tt_needs_command" -f -a "show" -d 'Show entries with everything known about them'
complete -c tt -n "__fish_tt_needs_command" -f -a "delete" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "rm" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "remove" -d 'Take entries away'
complete -c tt -n "__fish_tt_needs_command" -f -a "submit" -d 'Hand entries in for approval'
complete -c tt -n "__fish_tt_needs_command" -f -a "recall" -d 'Take submitted entries back'
complete -c tt -n "__fish_tt_needs_command" -f -a "check" -d 'Ask the rules again, as submitting would'
complete -c tt -n "__fish_tt_needs_command" -f -a "resolve" -d 'Answer what was held or refused'
complete -c tt -n "__fish_tt_needs_command" -f -a "sync" -d 'Deliver what is owed'
complete -c tt -n "__fish_tt_needs_command" -f -a "rules" -d 'List the rules'
complete -c tt -n "__fish_tt_needs_command" -f -a "config" -d 'Look at the configuration'
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
complete -c tt -n "__fish_tt_using_subcommand track" -l no-clock -d 'A length on a day without clock times, where the service takes that'
complete -c tt -n "__fish_tt_using_subcommand track" -l future -d 'Allow an end in the future'
complete -c tt -n "__fish_tt_using_subcommand track" -s n -l dry-run -d 'Show what would be booked, and book nothing'
complete -c tt -n "__fish_tt_using_subcommand track" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand track" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand track" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c tt -n "__fish_tt_using_subcommand submit" -s p -l profile -d 'Profile in which a period or --all acts' -r
complete -c tt -n "__fish_tt_using_subcommand submit" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand submit" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand submit" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand submit" -l all -d 'Everything that is open'
complete -c tt -n "__fish_tt_using_subcommand submit" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand submit" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand submit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand recall" -s p -l profile -d 'Only entries of this profile; `none` for those without one' -r
complete -c tt -n "__fish_tt_using_subcommand recall" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand recall" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand recall" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand recall" -l all -d 'Every submitted entry of the profile'
complete -c tt -n "__fish_tt_using_subcommand recall" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand recall" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand recall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand check" -s p -l profile -d 'Only entries of this profile; `none` for those without one' -r
complete -c tt -n "__fish_tt_using_subcommand check" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand check" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand check" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand check" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand check" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand resolve" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resolve" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand resolve" -l release -d 'Held, but right: deliver it'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l retry -d 'Refused, but send it again as it is'
complete -c tt -n "__fish_tt_using_subcommand resolve" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand resolve" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tt -n "__fish_tt_using_subcommand sync" -l max-time -d 'Stop after this time; the next run goes on' -r
complete -c tt -n "__fish_tt_using_subcommand sync" -l color -d 'Use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tt -n "__fish_tt_using_subcommand sync" -l config -d 'Read this configuration instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sync" -l db -d 'Keep entries in this database instead of the usual one' -r -F
complete -c tt -n "__fish_tt_using_subcommand sync" -l all -d 'Every profile'
complete -c tt -n "__fish_tt_using_subcommand sync" -s n -l dry-run -d 'Say what would be sent, and send nothing'
complete -c tt -n "__fish_tt_using_subcommand sync" -l now -d 'Do not wait until entries have been left alone for a while'
complete -c tt -n "__fish_tt_using_subcommand sync" -l quiet -d 'Print a problem once, when it is new, and nothing else'
complete -c tt -n "__fish_tt_using_subcommand sync" -l json -d 'Print one JSON value instead of text, also when it fails'
complete -c tt -n "__fish_tt_using_subcommand sync" -s y -l yes -d 'Skip questions that are answered with yes or no'
complete -c tt -n "__fish_tt_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
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
