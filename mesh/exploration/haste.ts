/**
 * The program that runs the model may have little time. What may be left out, because an answer says that it is not all, asks here whether to go on:
 * the exploration of requests. The model itself has no clock; without a call nothing is ever left out.
 */
let isShort: () => boolean = () => false;

/** Says how to find out whether time or memory is short. It is asked often, so it must be quick. */
export function setHaste(isTimeShort: () => boolean): void {
  isShort = isTimeShort;
}

/** Whether what may be left out is to be left out from now on. */
export function isInHaste(): boolean {
  return isShort();
}
