import { isIP } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileIpRange, ipFamily, isIpAddress, isIpRange, socketAddress } from '../../../mesh/text/ip-address.js';

describe('IP addresses', () => {
  test.each([
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '1:2:3:4:5:6:7::',
    '1:2:3:4:5:6:1.2.3.4',
    '::ffff:10.0.0.1',
    'fe80::1%eth0',
    'FE80::A',
  ])('%s is one', (text) => {
    expect(isIpAddress(text)).toBe(true);
  });

  test.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.04',
    '0x1.2.3.4',
    '1.2.3.4%eth0',
    '1.2.3.4 ',
    '1.2.3.4\n',
    '١.2.3.4',
    ':::',
    '1::2::3',
    '::01.2.3.4',
    '::12345',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:1.2.3.4',
    'fe80::1%',
    '[::1]',
    '10.0.0.0/8',
  ])('%j is none', (text) => {
    expect(isIpAddress(text)).toBe(false);
  });

  test('of sockets are IPv4 where they stand for it', () => {
    expect(
      ['::ffff:10.0.0.1', '::FFFF:a00:1', '0:0:0:0:0:ffff:10.0.0.1', '::10.0.0.1', '10.0.0.1', 'x'].map(socketAddress),
    ).toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.1', '::10.0.0.1', '10.0.0.1', 'x']);
  });
});

describe('ranges of IP addresses', () => {
  test.each([
    ['10.0.0.0/8', true],
    ['10.1.2.3/8', true],
    ['0.0.0.0/0', true],
    ['::/0', true],
    ['::ffff:10.0.0.0/104', true],
    ['10.0.0.0', false],
    ['10.0.0.0/', false],
    ['10.0.0.0/08', false],
    ['10.0.0.0/+8', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/8/8', false],
    ['::/129', false],
    ['fe80::1%eth0/64', false],
    ['10.0.0/8', false],
    ['010.0.0.0/8', false],
  ])('%s: %s', (text, isOne) => {
    expect(isIpRange(text)).toBe(isOne);
  });

  test.each([
    ['10.1.2.3/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.5', '10.0.0.5', true],
    ['10.0.0.5', '10.0.0.6', false],
    ['128.0.0.0/1', '255.0.0.1', true],
    ['0.0.0.0/0', '1.2.3.4', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '1.2.3.4', false],
    ['::/0', 'fe80::1%eth0', true],
    ['10.0.0.0/8', '::ffff:10.0.0.1', false],
    ['::ffff:10.0.0.0/104', '::ffff:10.1.0.1', true],
    ['::ffff:10.0.0.0/104', '::ffff:11.1.0.1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['fe80::1%eth0', 'fe80::1', true],
    ['10.0.0.0/33', '10.0.0.0', false],
    ['10.0.0.0/8', 'no address', false],
    ['10.0.0.0/8', '', false],
  ])('%s holds %s: %s', (range, address, isIn) => {
    const test = compileIpRange(range);
    expect([test(address), test('192.0.2.1'), test(address)]).toEqual([isIn, compileIpRange(range)('192.0.2.1'), isIn]);
  });

  test('hold an unknown address only where they hold every one', () => {
    expect(['0.0.0.0/0', '::/0', '0.0.0.0/1', 'x'].map((range) => compileIpRange(range)(undefined))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('hold the addresses that share their leading bits', () => {
    const octets = fc.tuple(fc.nat(3), fc.nat(255), fc.nat(255), fc.nat(255));
    const value = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0);
    fc.assert(
      fc.property(octets, octets, fc.integer({ min: 0, max: 32 }), (base, address, length) => {
        const size = 2 ** (32 - length);
        const expected = Math.floor(value(base) / size) === Math.floor(value(address) / size);
        expect(compileIpRange(`${base.join('.')}/${length}`)(address.join('.'))).toBe(expected);
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

test('the family of a text is the one that Node finds', () => {
  const text = fc.oneof(
    fc.ipV6(),
    fc.ipV4(),
    fc.string({ unit: fc.constantFrom(...'0129afFG:.%/ '), maxLength: 20 }),
    fc
      .array(fc.constantFrom('0', '1', 'ffff', ':', '::', '1.2.3.4', '%', 'eth0', '12345'), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (one) => {
      expect(ipFamily(one)).toBe(isIP(one));
    }),
    { seed: 7, numRuns: 2000 },
  );
});
