# Completions of tt for bash.
_tt() {
    local head line
    COMPREPLY=()
    {
        IFS= read -r head
        case $head in
            files*)
                while IFS= read -r line; do
                    COMPREPLY+=("$line")
                done < <(compgen -f -- "$2")
                compopt -o filenames 2>/dev/null
                ;;
            *)
                while IFS= read -r line; do
                    COMPREPLY+=("$line")
                done
                # Newest first.
                compopt -o nosort 2>/dev/null
                ;;
        esac
    } < <(command tt __complete bash "${COMP_TYPE:-9}" "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}

complete -F _tt tt
