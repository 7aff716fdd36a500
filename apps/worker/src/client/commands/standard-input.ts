import { text } from 'node:stream/consumers';

/** All of it, which commands read where a file is called `-`. */
export const standardInput = (): Promise<string> => text(process.stdin);
