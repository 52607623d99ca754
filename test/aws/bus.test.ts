import { describe } from 'vitest';
import { keepsTheBusContract } from '../contract/bus.ts';
import { standIn } from './stand-in.ts';

describe.each(['invoke', 'clone'] as const)('a real account, by %s', (strategy) => {
  keepsTheBusContract(async (rules, consumers) => {
    const aws = await standIn();
    const bus = await aws.open({ strategy }, { rules, consumers });
    return {
      ...bus,
      [Symbol.asyncDispose]: async () => {
        await bus[Symbol.asyncDispose]();
        const left = await aws.left();
        await aws[Symbol.asyncDispose]();
        if (left.length > 0) throw new Error(`The bus has left behind ${left.join(', ')}`);
      },
    };
  });
});
