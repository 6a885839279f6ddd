import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What is asked: the first document of a text, or all that kubectl reads of a file. */
export interface Question {
  readonly sort: 'document' | 'stream';
  readonly text: string;
}

/** JSON, or why there is none. */
export type Answer = { readonly json: unknown } | { readonly error: string };

/** Whether `go` is on the PATH. */
export function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Kubernetes' own reader of YAML: the program in the folder go-yaml, which answers a question on each line. */
export class GoYaml {
  private readonly folder: string;
  private readonly program: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'go-yaml-'));
    const binary = join(this.folder, 'go-yaml');
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: new URL('go-yaml', import.meta.url), stdio: 'inherit' });
    this.program = spawn(binary);
    this.lines = createInterface({ input: this.program.stdout })[Symbol.asyncIterator]();
  }

  /** Answers in the order of the questions. */
  async ask(questions: readonly Question[]): Promise<readonly Answer[]> {
    this.program.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    const answers: Answer[] = [];
    while (answers.length < questions.length) {
      const { done, value } = await this.lines.next();
      if (done === true) {
        throw new Error('the program in go-yaml has ended');
      }
      answers.push(JSON.parse(value) as Answer);
    }
    return answers;
  }

  stop(): void {
    this.program.stdin.end();
    rmSync(this.folder, { recursive: true });
  }
}
