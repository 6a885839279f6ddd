import { properties } from '../properties/index.js';
import type { FuzzTarget } from '../target.js';
import { analyze } from './analyze.js';
import { environment } from './environment.js';
import { flagsTarget } from './flags.js';
import { model } from './model.js';
import { reader } from './reader.js';
import { request } from './request.js';
import { settings } from './settings.js';
import { survey } from './survey.js';
import { validation } from './validation.js';

/** Every part of the program that reads what others wrote, and what must not change what it says. */
export const targets: readonly FuzzTarget[] = [
  reader,
  model,
  request,
  survey,
  analyze,
  validation,
  environment,
  settings,
  flagsTarget,
  ...properties,
];
