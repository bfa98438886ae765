/** What is not protected, so that nobody relies on it. */
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { demoConfig } from '../../src/config.ts';
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
  for (const number of ['sip:+493012345@site', '+49 30 12345']) expect(new Mask(/^\+?[0-9]{7,}$/).number(number)).toBe(number);
});

it('a token without exp counts for ever, and without the claim of an agent for all agents', async () => {
  const secret = 'a secret of the test that nobody else may know';
  const config = demoConfig({ env: { AUTH: 'jwt', AUTH_JWT_SECRET: secret, PORT: '0' }, args: [], nowMs: Date.now() });
  await using gateway = await openGateway(config);
  const token = await new SignJWT({ tenant_id: 'acme' }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  const { body } = await query(gateway.url, '{ viewer { agentId tokenExpiresAt } }', {}, { authorization: `Bearer ${token}` });
  expect(body.data?.['viewer']).toEqual({ agentId: null, tokenExpiresAt: null });
});

it('without authentication every program of this machine sees everything', async () => {
  await using gateway = await openGateway();
  const { body } = await query(gateway.url, '{ viewer { allTenants masked agentId tokenExpiresAt } }');
  expect(body.data?.['viewer']).toEqual({ allTenants: true, masked: false, agentId: null, tokenExpiresAt: null });
});
