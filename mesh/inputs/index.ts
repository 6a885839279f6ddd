export { type AnswerPath, type PathPod, podOf } from './answer-path.js';
export { inputWords, type ModelledInPart, type NotModelled, UnmodelledInputs } from './unmodelled-inputs.js';
