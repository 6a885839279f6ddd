import type { Blueprint } from 'asm-blueprints/stacks';
import { shop } from './scenarios/shop.js';

/** What the environments of this repository can switch on. */
export const blueprint: Blueprint = { scenarios: [shop], addOns: [] };
