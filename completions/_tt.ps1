# Completions of tt for PowerShell.
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
