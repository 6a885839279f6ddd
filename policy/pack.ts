import { PolicyPack } from '@pulumi/policy';
import { rules } from './rules/index.js';

new PolicyPack('asm-blueprints', { policies: [...rules], enforcementLevel: 'mandatory' });
