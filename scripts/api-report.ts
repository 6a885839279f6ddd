/**
 * The public interface of the package: `npm run api` writes `api/<entry>.txt`, a line for each name and member with its type, sorted.
 * `npm run api -- --check` writes nothing: it lists what differs, and exits with 1. What is gone or different breaks users; what is new
 * does not.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { entries } from './build/entries.js';

/** Folder of the reports. */
export const API_FOLDER = 'api';

/** The public interface of each entry: lines by the name of the report. */
export function apiReports(): ReadonlyMap<string, readonly string[]> {
  const config = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  );
  const all = entries().filter(({ source }) => source !== 'index.ts');
  const program = ts.createProgram(
    all.map(({ source }) => resolve(source)),
    config?.options ?? {},
  );
  const checker = program.getTypeChecker();
  return new Map(
    all.map(({ specifier, source }) => {
      const file = program.getSourceFile(resolve(source));
      const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
      const names = module === undefined ? [] : checker.getExportsOfModule(module);
      const lines = names.flatMap((symbol) => linesOf(symbol, checker)).map(shortened);
      return [`${specifier.replace(/^[^/]+\//, '')}.txt`, lines.sort()];
    }),
  );
}

/** Longest line of a report. */
const LONGEST = 600;

/** A line that a person can read; of a longer one a digest tells whether it is the same. */
function shortened(line: string): string {
  if (line.length <= LONGEST) return line;
  const digest = createHash('sha256').update(line).digest('hex').slice(0, 16);
  return `${line.slice(0, LONGEST)}… (${line.length} characters, ${digest})`;
}

const FLAGS =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.WriteArrayAsGenericType;

function linesOf(exported: ts.Symbol, checker: ts.TypeChecker): string[] {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const name = exported.getName();
  const { flags } = symbol;
  const lines: string[] = [];
  if (flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const bases = (type as ts.InterfaceType).isClassOrInterface() ? checker.getBaseTypes(type as ts.InterfaceType) : [];
    const heritage = bases.map((base) => checker.typeToString(base, undefined, FLAGS)).join(', ');
    const what = flags & ts.SymbolFlags.Class ? 'class' : 'interface';
    lines.push(`${what} ${name}${parametersOf(symbol)}${heritage === '' ? '' : ` extends ${heritage}`}`);
    const own = [...(symbol.members?.values() ?? [])].filter((member) => isPublic(member));
    lines.push(...own.flatMap((member) => memberLines(`${name}.`, member, checker)));
  } else if (flags & ts.SymbolFlags.TypeAlias) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const text = checker.typeToString(type, undefined, FLAGS | ts.TypeFormatFlags.InTypeAlias);
    lines.push(`type ${name}${parametersOf(symbol)} = ${text}`);
  }
  if (flags & ts.SymbolFlags.Class) {
    const statics = checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol));
    const own = statics.filter(
      (member) => member.getName() !== 'prototype' && isPublic(member) && isOwn(member, symbol),
    );
    lines.push(...own.flatMap((member) => memberLines(`static ${name}.`, member, checker)));
  } else if (flags & ts.SymbolFlags.Value) {
    lines.push(...memberLines('', exported, checker, symbol));
  }
  return lines;
}

/** A name with its type; a function with a line for each of its signatures. */
function memberLines(prefix: string, member: ts.Symbol, checker: ts.TypeChecker, resolved = member): string[] {
  const name = member.getName() === '__constructor' ? 'constructor' : member.getName();
  if (/^__@/.test(name)) return [];
  if (name === 'constructor') {
    return (member.declarations ?? []).flatMap((declaration) => {
      const signature = checker.getSignatureFromDeclaration(declaration as ts.ConstructorDeclaration);
      return signature === undefined
        ? []
        : [`${prefix}constructor${checker.signatureToString(signature, undefined, FLAGS)}`];
    });
  }
  const isOptional = (resolved.flags & ts.SymbolFlags.Optional) !== 0;
  const type = checker.getTypeOfSymbol(resolved);
  const signatures = type.getCallSignatures();
  if (signatures.length > 0 && resolved.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Method)) {
    return signatures.map(
      (one) => `${prefix}${name}${isOptional ? '?' : ''}${checker.signatureToString(one, undefined, FLAGS)}`,
    );
  }
  return [`${prefix}${name}${isOptional ? '?' : ''}: ${checker.typeToString(type, undefined, FLAGS)}`];
}

function parametersOf(symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.find(
    (one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one),
  ) as ts.InterfaceDeclaration | undefined;
  const parameters = declaration?.typeParameters ?? [];
  return parameters.length === 0 ? '' : `<${parameters.map((parameter) => parameter.getText()).join(', ')}>`;
}

function isPublic(member: ts.Symbol): boolean {
  const flags = (member.declarations ?? []).map((declaration) => ts.getCombinedModifierFlags(declaration));
  return !flags.some((one) => (one & ts.ModifierFlags.Private) !== 0);
}

function isOwn(member: ts.Symbol, owner: ts.Symbol): boolean {
  return (member.declarations ?? []).some((declaration) => owner.declarations?.includes(declaration.parent as never));
}

/** What differs between the reports of the repository and the sources, a line each. */
export function apiDifferences(
  reports: ReadonlyMap<string, readonly string[]>,
  folder = API_FOLDER,
): readonly string[] {
  return [...reports].flatMap(([name, lines]) => {
    const file = join(folder, name);
    const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const [old, now] = [new Set(before), new Set(lines)];
    return [
      ...before.filter((line) => !now.has(line)).map((line) => `${name}: gone or different: ${line}`),
      ...lines.filter((line) => !old.has(line)).map((line) => `${name}: new: ${line}`),
    ];
  });
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const reports = apiReports();
  if (values.check) {
    const differences = apiDifferences(reports);
    process.stdout.write(differences.map((line) => `${line}\n`).join(''));
    process.exitCode = differences.length > 0 ? 1 : 0;
    return;
  }
  rmSync(API_FOLDER, { recursive: true, force: true });
  mkdirSync(API_FOLDER, { recursive: true });
  for (const [name, lines] of reports) writeFileSync(join(API_FOLDER, name), `${lines.join('\n')}\n`);
  process.stdout.write(`${API_FOLDER}/: ${reports.size} entries\n`);
}

if (process.argv[1]?.endsWith('api-report.ts')) main();
