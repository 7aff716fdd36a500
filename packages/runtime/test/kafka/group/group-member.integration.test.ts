import { afterEach, expect, test } from 'vitest';
import type { GroupAssignment, GroupListener, GroupMember, GroupRound } from '../../../src/kafka/port.ts';
import { bootstrap, kafka, uniqueName } from '../broker.ts';

const settings = {
  protocolType: 'connect',
  sessionTimeoutMs: 6000,
  rebalanceTimeoutMs: 10_000,
  heartbeatIntervalMs: 200,
};
const open: GroupMember[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((member) => member.leave()));
});

/** A member that says its name, and as leader tells each member the names of all. */
class NamedMember implements GroupListener {
  readonly assignments: GroupAssignment[] = [];
  readonly rounds: GroupRound[] = [];
  readonly errors: Error[] = [];
  readonly member: GroupMember;
  readonly #name: string;

  constructor(groupId: string, name: string) {
    this.#name = name;
    this.member = kafka.groupMember(bootstrap, { groupId, ...settings }, this);
    open.push(this.member);
    this.member.join();
  }

  get last(): string | undefined {
    return this.assignments.at(-1)?.assignment.toString();
  }

  protocols(): { name: string; metadata: Buffer }[] {
    return ['best', 'common'].map((name) => ({ name, metadata: Buffer.from(this.#name) }));
  }

  async assign(round: GroupRound): Promise<Map<string, Buffer>> {
    this.rounds.push(round);
    const all = round.members.map(({ metadata }) => metadata.toString()).sort();
    return new Map(round.members.map(({ memberId }) => [memberId, Buffer.from(all.join('+'))]));
  }

  assigned(assignment: GroupAssignment): void {
    this.assignments.push(assignment);
  }

  lost(error: Error): void {
    this.errors.push(error);
  }

  failed(error: Error): void {
    this.errors.push(error);
  }
}

test('members get what the leader deals out, again whenever one comes or goes', async () => {
  const group = uniqueName('workers');
  const a = new NamedMember(group, 'a');
  await expect.poll(() => a.last, { timeout: 20_000 }).toBe('a');
  expect(a.assignments[0]).toMatchObject({ protocol: 'best', leaderId: a.member.memberId });

  const b = new NamedMember(group, 'b');
  await expect.poll(() => b.last, { timeout: 20_000 }).toBe('a+b');
  await expect.poll(() => a.last).toBe('a+b');
  expect(b.assignments[0]).toMatchObject({ leaderId: a.member.memberId, generation: a.member.generation });
  expect(a.rounds.at(-1)!.lastGeneration).toBe(a.rounds.at(-1)!.generation - 1);
  expect(b.rounds).toEqual([]);

  const { generation } = a.member;
  a.member.join(); // one that is not the leader would need something new to say
  await expect.poll(() => a.member.generation, { timeout: 20_000 }).toBeGreaterThan(generation);

  await b.member.leave();
  await expect.poll(() => a.last, { timeout: 20_000 }).toBe('a');
  expect([...a.errors, ...b.errors]).toEqual([]);
});

test('what the broker refuses for good is told', async () => {
  const member = new NamedMember('', 'x');
  await expect.poll(() => member.errors.map(({ message }) => message), { timeout: 20_000 }).toHaveLength(1);
  expect(member.errors[0]!.message).toMatch(/Joining group/);
});
