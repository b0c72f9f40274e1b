//! The completion scripts. They know no command: each hands the line to `tt`, and
//! shows what it answers, so that script and program cannot disagree and a script that a
//! package installed serves every later version. `tt` is found on the path.
//!
//! What they say to each other: `cli::complete::shell`. A call that fails says nothing.

/// Also for the bash of macOS, which is of 2007.
pub(super) const BASH: &str = r#"# Completions of tt for bash.
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
"#;

/// Works from `fpath` and sourced.
pub(super) const ZSH: &str = r#"#compdef tt
# Completions of tt for zsh.
_tt() {
    local -a before found values shown
    local one
    local tab=$'\t'
    integer width=0
    (( CURRENT > 1 )) && before=("${(@Q)words[1,CURRENT-1]}")
    found=("${(@f)$(command tt __complete zsh "${before[@]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $found[1] in
        (files*)
            [[ -n ${found[1]#files$tab} ]] && compset -P '*='
            _files
            return
            ;;
        (prefix|words) ;;
        (*) return 1 ;;
    esac
    (( $#found > 1 )) || return 1
    for one in "${(@)found[2,-1]}"; do
        values+=("${one%%$tab*}")
        (( ${#values[-1]} > width )) && width=${#values[-1]}
    done
    (( width > 40 )) && width=40
    for one in "${(@)found[2,-1]}"; do
        if [[ -n ${one#*$tab} ]]; then
            shown+=("${(r:width:)${one%%$tab*}}  -- ${one#*$tab}")
        else
            shown+=("${one%%$tab*}")
        fi
    done
    if [[ $found[1] == words ]]; then
        # Begins with something else than what was typed: chosen, not added to.
        compstate[insert]=menu
        compadd -U -l -V tt -d shown -a values
    else
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -V tt -d shown -a values
    fi
}

if [ "$funcstack[1]" = "_tt" ]; then
    _tt "$@"
else
    compdef _tt tt
fi
"#;

/// Fish itself leaves out what does not look like the word that is typed.
pub(super) const FISH: &str = r#"# Completions of tt for fish.
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
"#;

/// For Windows PowerShell 5.1 as well.
pub(super) const POWERSHELL: &str = r#"# Completions of tt for PowerShell.
Register-ArgumentCompleter -Native -CommandName 'tt' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $program = Get-Command -Name 'tt' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $program) { return }
    # A dot before each word, since empty arguments get lost on the way.
    $words = @(
        foreach ($element in $commandAst.CommandElements) {
            $extent = $element.Extent
            if ($extent.StartOffset -ge $cursorPosition) { break }
            if ($extent.EndOffset -ge $cursorPosition) { break }
            if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
                '.' + $element.Value
            } else {
                '.' + $extent.Text
            }
        }
    )
    $words += '.' + ($wordToComplete -replace '^[''"]', '' -replace '[''"]$', '')
    $found = @(& $program __complete powershell @words 2>$null)
    if ($found.Count -gt 0 -and $found[0].StartsWith('files')) { return }
    # Without an answer it would offer files.
    if ($found.Count -lt 2) { return '' }
    $found | Select-Object -Skip 1 | ForEach-Object {
        $text, $shown, $about = $_ -split "`t", 3
        if (-not $about) { $about = $shown }
        [System.Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $about)
    }
}
"#;
