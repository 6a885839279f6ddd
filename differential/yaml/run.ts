import { compare, oursFor, type Verdict } from './comparison.js';
import { Draws } from './draws.js';
import { type Answer, GoYaml, hasGo, type Question } from './go-yaml.js';
import { randomDocument, randomStream } from './random-documents.js';

/** Verdicts that are mistakes. */
const wrong: ReadonlySet<Verdict> = new Set<Verdict>(['lost', 'extra', 'different']);

const atOnce = 2000;
/** Where two keys become one text, as `1` and `"1"`, Go takes either value; it is asked so often before that counts. */
const attempts = 30;

/**
 * Compares our reading of YAML with Go's, as Kubernetes uses it, over documents and files made at random: values and layouts, valid and not.
 *
 * Usage: npm run differential:yaml -- [number of texts] [first seed]
 */
async function main(): Promise<void> {
  if (!hasGo()) {
    console.log('skipped: there is no go on the PATH to compare with');
    return;
  }
  const [count = 200_000, first = 1] = process.argv.slice(2).map(Number);
  const go = new GoYaml();
  const verdicts = new Map<string, number>();
  let shown = 0;
  for (let from = 0; from < count; from += atOnce) {
    const questions = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) =>
      question(first + from + index),
    );
    const answers = await go.ask(questions);
    for (const [index, asked] of questions.entries()) {
      const answer = answers[index] as Answer;
      const verdict = await settled(go, asked, compare(asked, answer));
      const name = `${asked.sort}: ${verdict}`;
      verdicts.set(name, (verdicts.get(name) ?? 0) + 1);
      if (wrong.has(verdict) && shown < 20) {
        shown += 1;
        console.log(
          `seed ${first + from + index}, ${name}\n  ${JSON.stringify(asked.text)}\n  Go: ${JSON.stringify(answer)}`,
        );
        console.log(`  we: ${JSON.stringify(oursFor(asked))}`);
      }
    }
  }
  go.stop();
  for (const [name, times] of [...verdicts].sort()) {
    console.log(`${name} ${times}`);
  }
  process.exitCode = shown === 0 ? 0 : 1;
}

function question(seed: number): Question {
  const draws = new Draws(seed);
  return draws.chance(6)
    ? { sort: 'stream', text: randomStream(draws) }
    : { sort: 'document', text: randomDocument(draws) };
}

async function settled(go: GoYaml, asked: Question, verdict: Verdict): Promise<Verdict> {
  if (!wrong.has(verdict)) {
    return verdict;
  }
  const answers = await go.ask(Array.from({ length: attempts }, () => asked));
  return answers.map((answer) => compare(asked, answer)).find((again) => !wrong.has(again)) ?? verdict;
}

await main();
