import { describe } from 'vitest';
import { embeddedBus } from '../../src/bus/embedded.ts';
import { keepsTheBusContract } from './bus.ts';

describe('embedded bus', () => {
  keepsTheBusContract(embeddedBus);
});
