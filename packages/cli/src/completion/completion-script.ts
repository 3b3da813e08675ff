export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The scripts ask `canary completion candidates` at each Tab, so that they never go out of date. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of canary in bash: source <(canary completion bash)
COMP_WORDBREAKS=\${COMP_WORDBREAKS//:}
_canary() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(canary completion candidates -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _canary canary
`,
  zsh: `#compdef canary
# Completion of canary in zsh: source <(canary completion zsh)
_canary() {
  local -a candidates
  local line
  for line in "\${(@f)$(canary completion candidates -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#candidates )); then
    _describe canary candidates
  else
    _files
  fi
}
compdef _canary canary
`,
  fish: `# Completion of canary in fish: canary completion fish | source
function __canary_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    set -l found (canary completion candidates -- $words "$current" 2>/dev/null)
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c canary -f -a '(__canary_candidates)'
`,
};

/** What a shell is to run so that Tab completes `canary`. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
