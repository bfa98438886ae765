/** The rules of the fold that are settings, as they are when nobody sets them. */
import type { StateRules } from './model.ts';

export const defaultRules: StateRules = {
  threadTransitGraceMs: 30_000,
  threadLingerMs: 60_000,
  threadStaleAfterMs: 86_400_000,
  agentForgetAfterMs: 86_400_000,
  dayTimeZone: 'UTC',
  reasonKeys: ['ReasonCode'],
  maxUserDataBytes: 65_536,
};
