/** What the converter's settings mean for mapping schemas and values. */
export interface MappingSettings {
  readonly keepsPackages: boolean;
  readonly scrubsNames: boolean;
  readonly intForEnums: boolean;
  readonly optionalForNullables: boolean;
  readonly optionalForProto2: boolean;
  readonly wrapperForNullables: boolean;
  readonly wrapperForRawPrimitives: boolean;
  readonly structForNulls: boolean;
  readonly indexForUnions: boolean;
  readonly flattensUnions: boolean;
  readonly generalizedSumTypes: boolean;
  readonly ignoresDefaultForNullables: boolean;
}

/** Parameters of Connect schemas that say how a value stands in protobuf. */
export const TAG = 'io.confluent.connect.protobuf.Tag';
export const PROTOBUF_TYPE = 'protobuf.type';
export const PRECISION = 'connect.decimal.precision';

const ENUM = 'io.confluent.connect.protobuf.Enum';
const UNION = 'io.confluent.connect.protobuf.Union';
const GENERALIZED_ENUM = 'org.apache.kafka.connect.data.Enum';
const GENERALIZED_UNION = 'org.apache.kafka.connect.data.Union';

/** Name of the parameter that holds an enum's name; those of its values begin with it and a dot. */
export const enumParameter = (settings: MappingSettings): string =>
  settings.generalizedSumTypes ? GENERALIZED_ENUM : ENUM;

export const UNION_NAME = UNION;
export const UNION_PARAMETER = GENERALIZED_UNION;
