# Completions of tt for fish.
function __tt_complete
    set -l token (commandline -ct)
    set -l found (command tt __complete fish (commandline -opc) "$token" 2>/dev/null)
    switch "$found[1]"
        case 'files*'
            set -l lead (string replace -r '^files\t?' '' -- "$found[1]")
            set -l part (string sub -s (math (string length -- "$lead") + 1) -- "$token")
            for file in (__fish_complete_path "$part")
                printf '%s%s\n' "$lead" "$file"
            end
        case prefix words
            printf '%s\n' $found[2..-1]
    end
end

complete -c tt -e
complete -c tt -k -f -a '(__tt_complete)'
