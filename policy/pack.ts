import { policyPack } from './policy-pack.js';

policyPack('asm-blueprints');
