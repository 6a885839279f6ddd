import type { CompletedCommand, CompletedOption } from './completed-command.js';

/** What makes zsh complete the program. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n');
  const cases = commands.map(({ name, words, options }) => {
    const specs = [...options.map(optionSpec), words.length > 0 ? `'*:word:(${words.join(' ')})'` : "'*:file:_files'"];
    return `    ${name}) _arguments -s ${specs.join(' ')} ;;`;
  });
  return `#compdef asm-blueprints
# zsh completion of asm-blueprints
_asm_blueprints() {
  local -a names
  names=(
${names}
  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _asm_blueprints asm-blueprints
`;
}

function optionSpec({ names, description, values }: CompletedOption): string {
  const text = `[${description.replaceAll(/[[\]\\]/g, '\\$&')}]`;
  const value = values === undefined ? '' : values.length > 0 ? `:value:(${values.join(' ')})` : ':value:_files';
  const spec = quoted(`${text}${value}`);
  return names.length > 1 ? `'(${names.join(' ')})'{${names.join(',')}}${spec}` : `${names[0]}${spec}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
