export * from '../config/task-id.ts';
