import type { KindRules } from '../kind-rules.js';

/** Label by which a lane names its group; nothing else links them. */
export const laneGroupLabel = 'swimlane-group';

/** The rules of ASMSwimLane beyond its fields. */
export const checkSwimLane: KindRules = (_spec, _namespace, object) => {
  const label = object.at('metadata').at('labels').at(laneGroupLabel);
  if (label.text === '') {
    label.error('must be given: it names the ASMSwimLaneGroup of the lane');
  }
};

/** The rules of ASMSwimLaneGroup beyond its fields. */
export const checkSwimLaneGroup: KindRules = (spec) => {
  const permissive = spec.at('permissiveModeConfiguration');
  if (!spec.at('isPermissive').isTrue && permissive.size > 0) {
    permissive.warning('is read in permissive mode only; set isPermissive: true, or remove it');
  }
};
