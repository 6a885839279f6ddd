import { expect, test } from '@jest/globals';
import { Cursor } from '../../../mesh/yaml/cursor.js';
import { SimpleKeys } from '../../../mesh/yaml/simple-keys.js';
import { type Token, TokenQueue } from '../../../mesh/yaml/tokens.js';

const token = (start: number): Token => ({ type: 'value', start, end: start });

test('TokenQueue keeps the numbers of tokens when others are put before them', () => {
  const queue = new TokenQueue();
  for (let start = 0; start < 200; start += 1) {
    queue.add(token(start));
  }
  for (let start = 0; start < 150; start += 1) {
    expect(queue.take().start).toBe(start);
  }
  expect([queue.taken, queue.nextNumber]).toEqual([150, 200]);
  queue.insert(151, token(1000));
  queue.insert(10, token(2000));
  expect([queue.take().start, queue.take().start, queue.take().start]).toEqual([150, 1000, 151]);
  let last = -1;
  while (!queue.isEmpty) {
    last = queue.take().start;
  }
  expect(last).toBe(2000);
});

test('SimpleKeys knows a key until its line ends or it is too long', () => {
  const cursor = new Cursor(`${'😀'.repeat(700)}${'a'.repeat(2000)}\nb`);
  const keys = new SimpleKeys(cursor);
  keys.save(3, false);
  expect([keys.mayBegin(3), keys.mayBegin(4)]).toEqual([true, false]);
  cursor.position = 1400;
  expect(keys.mayBegin(3)).toBe(true);
  cursor.position = 2500;
  expect(keys.mayBegin(3)).toBe(false);
  expect(keys.take()).toBeUndefined();

  keys.save(5, false);
  keys.openLevel(5);
  keys.save(6, false);
  expect(keys.take()).toMatchObject({ number: 6, position: 2500 });
  keys.closeLevel();
  expect(keys.take()).toMatchObject({ number: 5 });

  keys.save(7, true);
  cursor.position = 3400;
  cursor.takeBreak();
  expect(() => keys.mayBegin(7)).toThrow('`:` is missing after a key');
  expect(() => keys.remove()).toThrow('`:` is missing after a key');
});
