import { KafkaAdmin } from './admin.ts';
import { KafkaConsumer } from './consumer/consumer.ts';
import { KafkaGroupMember } from './group/group-member.ts';
import type { KafkaLogger } from './logger.ts';
import type { KafkaPort } from './port.ts';
import { KafkaProducer } from './producer/producer.ts';

/**
 * Kafka, behind the port. Nothing is connected before it is used; settings that can't be used throw a ConfigError here and now.
 *
 * @example
 * const kafka = createKafka(logger);
 * const producer = kafka.producer({ 'bootstrap.servers': 'localhost:9092', 'client.id': 'connector-producer-files-0' });
 */
export function createKafka(logger: KafkaLogger): KafkaPort {
  return {
    producer: (properties) => new KafkaProducer(properties, logger),
    consumer: (properties) => new KafkaConsumer(properties, logger),
    admin: (properties) => new KafkaAdmin(properties, logger),
    groupMember: (properties, settings, listener) => new KafkaGroupMember(properties, settings, listener, logger),
  };
}
