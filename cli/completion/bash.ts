import type { CompletedCommand } from './completed-command.js';

/** What makes bash 3.2 and later complete the program. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(
    ({ name, words, options }) => `    ${name})
      case "$previous" in
${options
  .filter(({ values }) => values !== undefined)
  .map(
    ({ names, values = [] }) => `        ${names.join('|')}) ${values.length > 0 ? offer(values) : files}; return ;;`,
  )
  .join('\n')}
      esac
      if [[ "$current" == -* ]]; then
        ${offer(options.flatMap(({ names }) => names))}
      else
        ${words.length > 0 ? offer(words) : files}
      fi ;;`,
  );
  return `# bash completion of asm-blueprints
_asm_blueprints() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${offer([...commands.map(({ name }) => name), '--help', '--version'])}
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _asm_blueprints asm-blueprints
`;
}

const files = 'COMPREPLY=($(compgen -f -- "$current"))';

function offer(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
}
