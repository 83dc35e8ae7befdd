import type { SHELLS } from "./complete-words.js";

/** What a shell reads: it asks `docjobs completion words -- …` at each press of the key. */
export const completionScripts: Readonly<Record<(typeof SHELLS)[number], string>> = {
  // Bash splits words at colons: what stands before the last one is there already.
  bash: `_docjobs() {
  local IFS=$'\\n' line word
  local -a words=()
  local before="\${COMP_LINE:0:COMP_POINT}"
  IFS=' ' read -ra words <<< "$before"
  [[ "$before" == *' ' ]] && words+=("")
  word="\${words[\${#words[@]}-1]}"
  local cut=""
  [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]] && cut="\${word%:*}:"
  COMPREPLY=()
  while read -r line; do
    line="\${line%%$'\\t'*}"
    [[ -n "$line" ]] && COMPREPLY+=("\${line#"$cut"}")
  done < <("\${words[0]}" completion words -- "\${words[@]:1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _docjobs docjobs
`,
  zsh: `#compdef docjobs
_docjobs() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe 'docjobs' found; else _files; fi
}
compdef _docjobs docjobs
`,
  fish: `complete -c docjobs -f -a '(docjobs completion words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c docjobs -F -n 'test (count (docjobs completion words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)) -eq 0'
`,
};
