/** Configurations of the file connectors, which both workers bring along. */

export const fileSource = (name: string, topic: string, file: string) => ({
  name,
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  'tasks.max': '1',
  topic,
  file,
});

export const fileSink = (name: string, topics: string, file: string) => ({
  name,
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  'tasks.max': '1',
  topics,
  file,
});
