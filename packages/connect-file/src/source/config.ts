import { defineConfig, int, nonEmpty, string } from '@causeway/api';

export const fileSourceConfig = defineConfig({
  file: string({
    default: null,
    importance: 'high',
    doc: 'The file to read. Without one, the standard input of the worker is read.',
  }),
  topic: string({ validate: nonEmpty, importance: 'high', doc: 'The topic to which each line is written.' }),
  'batch.size': int({
    default: 2000,
    importance: 'low',
    doc: 'The most lines that are read at one time. Fewer than one counts as one.',
  }),
});
