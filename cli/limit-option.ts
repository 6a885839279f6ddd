import { InvalidArgumentError, Option } from 'commander';
import { usualLimit } from '../mesh/exploration/explore-all.js';

/** `--limit`: a whole number of requests from 1. @param description what is limited */
export function limitOption(description: string): Option {
  return new Option('--limit <number>', `${description} (default: ${usualLimit.toLocaleString('en')})`).argParser(
    (text) => {
      if (!/^[1-9]\d*$/.test(text)) {
        throw new InvalidArgumentError('give a whole number from 1.');
      }
      return Number(text);
    },
  );
}
