import { InvalidArgumentError, Option } from 'commander';

/** `--limit`: a whole number from 1. */
export function limitOption(description: string): Option {
  return new Option('--limit <number>', description).argParser((text) => {
    if (!/^[1-9]\d*$/.test(text)) {
      throw new InvalidArgumentError('give a whole number from 1.');
    }
    return Number(text);
  });
}
