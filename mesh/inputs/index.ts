export { type AnswerPath, type PathPod, podOf } from './answer-path.js';
export {
  carried,
  distinctInputs,
  inputWords,
  type ModelledInPart,
  type NotModelled,
  UnmodelledInputs,
} from './unmodelled-inputs.js';
