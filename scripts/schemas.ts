/** Writes the JSON Schemas of this repository and of the one that `asm-blueprints init` makes: `npm run schemas`. */
import { ownBlueprint } from '../stacks/blueprint.js';
import { writeSchemas } from '../stacks/write-schemas.js';
import { blueprint } from '../template/blueprint.js';

for (const file of [...writeSchemas(ownBlueprint), ...writeSchemas(blueprint, 'template/schemas')]) {
  process.stdout.write(`${file}\n`);
}
