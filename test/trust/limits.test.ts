/** What is not protected, so that nobody relies on it. */
import { expect, it } from 'vitest';
import { Mask } from '../../src/mask.ts';
import { event } from '../support/events.ts';
import { openGateway, query } from '../support/gateway.ts';

it('a mask hides no data that a site writes elsewhere: a name in Reasons stays visible', () => {
  const told = event('agentState', 'acme:1001', { id: 'EventAgentNotReady', ThisDN: '7001', Reasons: { Note: 'talks to Jane Doe' } });
  expect(new Mask(/^\+?[0-9]{7,}$/).event(told)).toMatchObject({ reasons: { Note: 'talks to Jane Doe' } });
});

it('an outside number is what the pattern says', () => {
  const told = event('callThread', 'acme:t1', { id: 'EventRinging', ThisDN: '7001', OtherDN: 'outside-1' });
  expect(new Mask(/^outside-/).event(told).otherDn).toBeNull();
  expect(new Mask(/^\+?[0-9]{7,}$/).event(told).otherDn).toBe('outside-1');
});

it('without authentication every program of this machine sees everything', async () => {
  await using gateway = await openGateway();
  const { body } = await query(gateway.url, '{ viewer { allTenants masked agentId tokenExpiresAt } }');
  expect(body.data?.['viewer']).toEqual({ allTenants: true, masked: false, agentId: null, tokenExpiresAt: null });
});
