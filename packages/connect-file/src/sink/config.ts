import { defineConfig, string } from '@causeway/api';

export const fileSinkConfig = defineConfig({
  file: string({
    default: null,
    importance: 'high',
    doc: 'The file to which lines are appended; it is made where it is missing. Without one, the standard output of the worker is used.',
  }),
});
