import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import type { NamespaceBase, Root } from 'protobufjs';
import type { IDescriptorProto, IEnumDescriptorProto } from 'protobufjs/ext/descriptor.js';

/** What a file put into the root. */
export interface ParsedSource {
  /** Names of the files it needs. */
  readonly imports: readonly string[];
  /** Where its messages are: its package. */
  readonly namespace: NamespaceBase;
}

/** What is used of `google.protobuf.FileDescriptorProto`; what a file leaves out is empty. */
interface FileDescriptor {
  readonly package: string;
  readonly syntax: string;
  readonly dependency: readonly string[];
  readonly messageType: readonly IDescriptorProto[];
  readonly enumType: readonly IEnumDescriptorProto[];
}

const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/**
 * Adds a schema to `root`. It is a text, or, as clients that have no text register it, a `FileDescriptorProto` in base64.
 * @throws Error about what can't be read
 */
export function parseSource(source: string, root: Root): ParsedSource {
  return base64.test(source) ? parseDescriptor(source, root) : parseText(source, root);
}

function parseText(text: string, root: Root): ParsedSource {
  const { package: name, imports = [], weakImports = [] } = protobuf.parse(text, root, { keepCase: true });
  return { imports: [...imports, ...weakImports], namespace: name === undefined ? root : root.define(name) };
}

/** Message by message, since protobufjs resolves a whole file at once, which needs the imported ones first. */
function parseDescriptor(text: string, root: Root): ParsedSource {
  const file = descriptor.FileDescriptorProto.decode(Buffer.from(text, 'base64')) as unknown as FileDescriptor;
  const namespace = file.package === '' ? root : root.define(file.package);
  const context = { edition: file.syntax === '' ? 'proto2' : file.syntax, keepCase: true };
  for (const message of file.messageType) namespace.add(protobuf.Type.fromDescriptor(message, context));
  for (const one of file.enumType) namespace.add(protobuf.Enum.fromDescriptor(one, context));
  return { imports: file.dependency, namespace };
}
