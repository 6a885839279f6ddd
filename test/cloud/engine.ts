import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dump, load } from 'js-yaml';
import { type Emulator, startEmulator } from './emulator/server.js';
import { filesBelow, leaks, type Place, tokensOf } from './leaks.js';

/** How a command of the engine ended. */
export interface Ended {
  /** Exit code; `undefined` when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

/** Where the engine looks for plugins that are not on PATH. */
const PLUGINS = join(process.env.PULUMI_HOME ?? join(homedir(), '.pulumi'), 'plugins');

/** What the machine lacks for engine tests; `undefined` when they can run. */
export function missingForEngine(): string | undefined {
  if (spawnSync('pulumi', ['version'], { stdio: 'ignore' }).status !== 0) return 'there is no pulumi on PATH';
  const installed = existsSync(PLUGINS) ? readdirSync(PLUGINS) : [];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const lacking = ['alicloud', 'kubernetes'].filter(
    (name) =>
      !installed.some((plugin) => plugin.startsWith(`resource-${name}-v`)) &&
      !folders.some((folder) => existsSync(join(folder, `pulumi-resource-${name}`))),
  );
  return lacking.length === 0 ? undefined : `the engine has no plugin ${lacking.join(', ')}`;
}

/** A section of an environment's file. */
export type Config = Record<string, unknown>;

/** An environment of the repository against an emulated account of its own. */
export class Engine {
  /** Starts the emulator and makes an empty stack. */
  static async start(environment: string, seed = 1): Promise<Engine> {
    return Engine.init(new Engine(environment, environment, await startEmulator({ seed }), true));
  }

  /** An empty stack of another name in the account of an engine, with the settings of an environment. */
  static beside(other: Engine, environment: string): Promise<Engine> {
    return Engine.init(new Engine(environment, `${other.stack}2`, other.emulator, false));
  }

  private static async init(engine: Engine): Promise<Engine> {
    const { code, output } = await engine.run('stack', 'init');
    if (code === 0) return engine;
    await engine.close();
    throw new Error(`the stack cannot be made: ${output}`);
  }

  private readonly folder = mkdtempSync(join(tmpdir(), 'asm-engine-'));
  private readonly file: string;
  private readonly refusals: string;
  private child: ChildProcess | undefined;
  /** What every command wrote, with the command. */
  private readonly said: Place[] = [];
  /** Groups of processes, one for each command that ran. */
  private readonly groups: number[] = [];

  private constructor(
    environment: string,
    readonly stack: string,
    readonly emulator: Emulator,
    private readonly ownsEmulator: boolean,
  ) {
    // The engine writes into the environment's file, so it gets a folder where that file is a copy.
    const own = `Pulumi.${stack}.yaml`;
    this.file = join(this.folder, own);
    for (const name of readdirSync('.')) {
      if (name !== own && !name.startsWith('.')) symlinkSync(resolve(name), join(this.folder, name));
    }
    writeFileSync(this.file, readFileSync(`Pulumi.${environment}.yaml`, 'utf8'));
    mkdirSync(join(this.folder, '.state'));
    mkdirSync(join(this.folder, '.home'));
    if (existsSync(PLUGINS)) symlinkSync(PLUGINS, join(this.folder, '.home', 'plugins'));
    process.on('exit', this.endGroups);
    this.refusals = join(this.folder, '.refused');
  }

  /** Changes the settings of the environment, as a person would in the file. */
  configure(change: (settings: (key: string) => Config) => void): void {
    const document = load(readFileSync(this.file, 'utf8')) as { config: Config };
    change((key) => {
      const name = `asm-blueprints:${key}`;
      document.config[name] ??= {};
      return document.config[name] as Config;
    });
    writeFileSync(this.file, dump(document));
  }

  /** @returns puts the settings back as they are now */
  remember(): () => void {
    const text = readFileSync(this.file, 'utf8');
    return () => writeFileSync(this.file, text);
  }

  /** Runs a command of the engine to its end. */
  run(...args: string[]): Promise<Ended> {
    return this.runWith({}, ...args);
  }

  /** The same with other environment variables; `undefined` takes one away. */
  runWith(env: Readonly<Record<string, string | undefined>>, ...args: string[]): Promise<Ended> {
    const child = spawn('pulumi', [...args, '--stack', this.stack, '--non-interactive'], {
      cwd: this.folder,
      // A group of its own, so that plugins that outlive a killed engine can be ended.
      detached: true,
      env: {
        ...process.env,
        ...this.emulator.env,
        NODE_OPTIONS: `--import ${pathToFileURL(resolve('test/cloud/loopback-only.mjs'))}`,
        REFUSED_CONNECTIONS: this.refusals,
        PULUMI_HOME: join(this.folder, '.home'),
        PULUMI_BACKEND_URL: `file://${join(this.folder, '.state')}`,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        NO_COLOR: '1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    if (child.pid !== undefined) this.groups.push(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    return new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => done({ code: code ?? undefined, output }));
      // Plugins that outlive a killed engine hold its output open.
      child.on('exit', (code) => setTimeout(() => done({ code: code ?? undefined, output }), 2000));
    }).then((ended) => {
      this.said.push([`output of pulumi ${args.join(' ')}`, output]);
      return ended as Ended;
    });
  }

  up(...flags: string[]): Promise<Ended> {
    return this.run('up', '--yes', '--skip-preview', ...flags);
  }

  /** Ends the running command as a power cut would. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** How many things of each kind the account holds. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const name of this.emulator.cloud.inventory()) {
      const kind = name.split('/')[0] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  /** Hosts beside the emulator that the engine, its plugins or the program wanted to reach. */
  refused(): string[] {
    const ofNode = existsSync(this.refusals) ? readFileSync(this.refusals, 'utf8').split('\n') : [];
    return [...new Set([...this.emulator.refused, ...ofNode.filter((line) => line !== '')])].sort();
  }

  /** Where the secrets of the account stand in plain text: files of the state, of the engine and of the stack, and outputs. */
  leaks(): string[] {
    const places = [
      ...filesBelow(join(this.folder, '.state')),
      ...filesBelow(join(this.folder, '.home'), ['plugins']),
      [this.file, readFileSync(this.file, 'utf8')] as const,
      ...this.said,
    ];
    return leaks(this.emulator.secrets.flatMap(tokensOf), places);
  }

  /** Ends what commands and killed engines left running. */
  private readonly endGroups = (): void => {
    for (const group of this.groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // Nothing of it is left.
      }
    }
    // Plugins have groups of their own; what they inherited of this engine tells them from all others.
    const own = `PULUMI_HOME=${join(this.folder, '.home')}`;
    for (const id of existsSync('/proc/self/environ')
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : []) {
      try {
        if (readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(own)) process.kill(Number(id), 'SIGKILL');
      } catch {
        // It has ended, or belongs to somebody else.
      }
    }
  };

  async close(): Promise<void> {
    process.off('exit', this.endGroups);
    this.endGroups();
    if (this.ownsEmulator) await this.emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
