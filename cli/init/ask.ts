import { createInterface } from 'node:readline/promises';

/** A question whose answer is one of several. */
export interface Question {
  readonly text: string;
  readonly choices?: readonly string[];
  readonly fallback: string;
}

/** Asks a person at a terminal, again while the answer is none of the choices; everybody else gets the fallback. */
export async function ask({ text, choices, fallback }: Question): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return fallback;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const options = choices === undefined || choices.length > 5 ? '' : ` [${choices.join(', ')}]`;
      const answer = (await lines.question(`${text}${options} (${fallback}): `)).trim() || fallback;
      if (choices === undefined || choices.includes(answer)) return answer;
      process.stderr.write(`  give one of ${choices.join(', ')}\n`);
    }
  } finally {
    lines.close();
  }
}
