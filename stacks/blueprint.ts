import { type Scenario, scenarios } from '../charts/index.js';
import { type Problem, ProblemsError } from '../mesh/index.js';
import type { AddOn } from './add-on.js';
import type { Parts } from './parts.js';

/** What the environments of a repository are made of: the schema of their files is built from it. */
export interface Blueprint {
  /** The scenarios that environments can switch on. */
  readonly scenarios: readonly Scenario[];
  /** Functions that declare more than the environments themselves. @default none */
  readonly addOns?: readonly AddOn[];
  /** Parts of cloud environments that the program makes itself. @default none */
  readonly parts?: Parts;
}

/** The blueprint of this repository: every scenario that comes with the package. */
export const ownBlueprint: Blueprint = { scenarios: Object.values(scenarios) };

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const ADD_ON_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/** @throws ProblemsError with everything that is wrong with the declarations themselves */
export function checkBlueprint({ scenarios, addOns = [] }: Blueprint): void {
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
              mend: "make it a named function, or use addOn({ name: 'alerts', settings }, …): letters, digits and dashes",
            },
          ],
    ),
  ];
  if (problems.length > 0) throw new ProblemsError('The program declares what no environment can use:', problems);
}

function scenarioProblems({ name, stages, settings }: Scenario): Problem[] {
  const place = `scenario '${name}'`;
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    const message = 'the name is that of a file and of a key in environment files';
    problems.push({ code: 'BLUEPRINT_NAME', place, message, mend: 'use lower-case letters, digits and dashes' });
  }
  if (stages.length === 0) {
    const mend = "give at least one, such as { name: 'deployed', description: 'Everything is there.' }";
    problems.push({ code: 'BLUEPRINT_STAGES', place, message: 'there is no stage', mend });
  }
  for (const stage of stages.filter((one) => !NAME.test(one.name))) {
    const message = `stage '${stage.name}': the name is that of a folder in dist/stages/`;
    problems.push({ code: 'BLUEPRINT_STAGES', place, message, mend: 'use lower-case letters, digits and dashes' });
  }
  for (const stage of duplicates(stages.map((one) => one.name))) {
    const message = `there are two stages '${stage}'`;
    problems.push({ code: 'BLUEPRINT_STAGES', place, message, mend: 'give each a name of its own' });
  }
  if ('stage' in settings.shape) {
    const message = "'stage' is what chooses the stage, and cannot be a setting";
    problems.push({ code: 'BLUEPRINT_SETTINGS', place, message, mend: 'give the setting another name' });
  }
  return problems;
}

function twice(what: string, name: string): Problem {
  const message = `two of them have this name`;
  return { code: 'BLUEPRINT_NAME', place: `${what} '${name}'`, message, mend: 'give each a name of its own' };
}

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
