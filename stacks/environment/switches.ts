import type { z } from 'zod';
import type { Scenario } from '../../charts/index.js';
import { type Problem, ProblemsError } from '../../mesh/index.js';

/** What an environment may say of an add-on. */
export interface ConfigurableAddOn {
  readonly name: string;
  /** What an environment may set under `addOns.<name>`. @default nothing */
  readonly settings?: z.ZodObject;
}

/** What environments can switch on: the schema of their files is built from it. */
export interface Switches {
  /** The scenarios that environments can switch on. */
  readonly scenarios: readonly Scenario[];
  /** What declares more than the environments themselves. @default none */
  readonly addOns?: readonly ConfigurableAddOn[];
}

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const ADD_ON_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/** @throws ProblemsError with everything that is wrong with the declarations themselves */
export function checkSwitches(switches: Switches): void {
  const missing = missingProblems(switches);
  if (missing.length > 0) throw new ProblemsError('The program declares what no environment can use:', missing);
  const { scenarios, addOns = [] } = switches;
  const problems: Problem[] = [
    ...duplicates(scenarios.map(({ name }) => name)).map((name) => twice('scenario', name)),
    ...duplicates(addOns.map(({ name }) => name)).map((name) => twice('add-on', name)),
    ...scenarios.flatMap(scenarioProblems),
    ...addOns.flatMap(({ name }, index) =>
      ADD_ON_NAME.test(name)
        ? []
        : [
            {
              code: 'BLUEPRINT_NAME',
              place: `addOns[${index}]`,
              message: name === '' ? 'the add-on has no name' : `'${name}' cannot be the name of an add-on`,
              fix: "make it a named function, or use addOn({ name: 'alerts', settings }, …): letters, digits and dashes",
            },
          ],
    ),
  ];
  if (problems.length > 0) throw new ProblemsError('The program declares what no environment can use:', problems);
}

/** Lists that are none, and what is not there in them. Types would say so, but a circular import gives `undefined` all the same. */
function missingProblems({ scenarios, addOns = [] }: Switches): Problem[] {
  const lists: readonly (readonly [string, unknown])[] = [
    ['scenarios', scenarios],
    ['addOns', addOns],
  ];
  return lists.flatMap(([place, list]): Problem[] => {
    if (!Array.isArray(list)) {
      return [{ code: 'BLUEPRINT_LIST', place, message: 'is not a list', fix: `write ${place}: [one, another]` }];
    }
    const absent = list.flatMap((one, index) => (one === undefined || one === null ? [index] : []));
    return absent.map((index) => ({
      code: 'BLUEPRINT_LIST',
      place: `${place}[${index}]`,
      message: 'is not there',
      fix: 'see that its module exports it, and that modules do not import each other in a circle',
    }));
  });
}

function scenarioProblems({ name, stages, settings }: Scenario): Problem[] {
  const place = `scenario '${name}'`;
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    const message = 'the name is that of a file and of a key in environment files';
    problems.push({ code: 'BLUEPRINT_NAME', place, message, fix: 'use lower-case letters, digits and dashes' });
  }
  if (stages.length === 0) {
    const fix = "give at least one, such as { name: 'deployed', description: 'Everything is there.' }";
    problems.push({ code: 'BLUEPRINT_STAGES', place, message: 'there is no stage', fix });
  }
  for (const stage of stages.filter((one) => !NAME.test(one.name))) {
    const message = `stage '${stage.name}': the name is that of a folder in dist/stages/`;
    problems.push({ code: 'BLUEPRINT_STAGES', place, message, fix: 'use lower-case letters, digits and dashes' });
  }
  for (const stage of duplicates(stages.map((one) => one.name))) {
    const message = `there are two stages '${stage}'`;
    problems.push({ code: 'BLUEPRINT_STAGES', place, message, fix: 'give each a name of its own' });
  }
  if ('stage' in settings.shape) {
    const message = "'stage' is what chooses the stage, and cannot be a setting";
    problems.push({ code: 'BLUEPRINT_SETTINGS', place, message, fix: 'give the setting another name' });
  }
  return problems;
}

function twice(what: string, name: string): Problem {
  const message = `two of them have this name`;
  return { code: 'BLUEPRINT_NAME', place: `${what} '${name}'`, message, fix: 'give each a name of its own' };
}

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
