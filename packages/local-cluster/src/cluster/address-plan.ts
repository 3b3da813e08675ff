/** All addresses and names of one cluster; each derives from its index. */
export interface AddressPlan {
  readonly index: number;
  /** The /16 that the others are parts of. */
  readonly block: string;
  readonly hostIp: string;
  readonly nodeIp: string;
  /** Of the link between host and node. */
  readonly linkPrefix: number;
  readonly podCidr: string;
  /** The part of the pods' range that the controller manager gives the only node: its first /24. */
  readonly nodePodCidr: string;
  readonly serviceCidr: string;
  readonly apiServiceIp: string;
  readonly dnsIp: string;
  /** The host's end of the link. */
  readonly interfaceName: string;
  /** Name of the control group, in every hierarchy, that all pods are below. */
  readonly cgroup: string;
}

/** Private ranges, the least used first: 10.160–223, 172.18–31, and what RFC 2544 keeps for benchmarks. */
const BLOCKS: readonly string[] = [
  ...range(160, 223).map((second) => `10.${second}`),
  ...range(18, 31).map((second) => `172.${second}`),
  "198.18",
  "198.19",
];

/** How many clusters can stand side by side. */
export const MAXIMUM_CLUSTERS = BLOCKS.length;

/** True for a number that a cluster can have. */
export function isIndex(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < MAXIMUM_CLUSTERS;
}

/** The plan for an index from 0 up to `MAXIMUM_CLUSTERS`. */
export function planAddresses(index: number): AddressPlan {
  const block = BLOCKS[index];
  if (block === undefined) throw new RangeError(`index ${index} is not below ${MAXIMUM_CLUSTERS}`);
  return {
    index,
    block: `${block}.0.0/16`,
    hostIp: `${block}.0.1`,
    nodeIp: `${block}.0.2`,
    linkPrefix: 30,
    podCidr: `${block}.128.0/17`,
    nodePodCidr: `${block}.128.0/24`,
    serviceCidr: `${block}.64.0/18`,
    apiServiceIp: `${block}.64.1`,
    dnsIp: `${block}.64.10`,
    interfaceName: `canary${index}`,
    cgroup: `canary-${index}`,
  };
}

/** The first index that is not taken and whose block no route of the host touches; `undefined` when there is none. */
export function chooseIndex(taken: ReadonlySet<number>, routes: readonly string[]): number | undefined {
  return range(0, MAXIMUM_CLUSTERS - 1).find(
    (index) => !taken.has(index) && !routes.some((route) => overlaps(planAddresses(index).block, route)),
  );
}

/** True when two IPv4 ranges (`10.0.0.0/8`, or one address) share an address. */
export function overlaps(one: string, other: string): boolean {
  const [first, second] = [parseRange(one), parseRange(other)];
  const bits = Math.min(first.bits, second.bits);
  const shift = 2 ** (32 - bits);
  return Math.floor(first.address / shift) === Math.floor(second.address / shift);
}

function parseRange(text: string): { readonly address: number; readonly bits: number } {
  const [address = "", bits = "32"] = text.split("/");
  const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { address: value, bits: Number(bits) };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
