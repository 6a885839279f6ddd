export { Certificate } from './certificate.js';
export { Cors } from './cors.js';
export { FrontDoor, type FrontDoorProps } from './front-door.js';
export type { FrontDoorSettings } from './settings.js';
