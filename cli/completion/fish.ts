import type { CompletedCommand } from './completed-command.js';

/** What makes fish complete the program. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, words, options }) => {
    const isUsed = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c asm-blueprints -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...(words.length === 0 ? [] : [`complete -c asm-blueprints ${isUsed} -f -a ${quoted(words.join(' '))}`]),
      ...options.map(({ names, description, values }) => {
        const flags = names.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`));
        const value = values === undefined ? '' : values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : ' -r';
        return `complete -c asm-blueprints ${isUsed} ${flags.join(' ')}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion of asm-blueprints\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
