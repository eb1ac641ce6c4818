import type { Meter } from './schema';
import { GIB_MONTH, HOURLY, MONTH_DAYS } from './world';

function make(
  meter: string,
  unit: string,
  daily: number,
  price: number,
  description: string,
  usageType = meter,
): Meter {
  const sku = meter.toUpperCase().replace(/[^A-Z0-9]+/g, '');
  return { sku, meter, usageType, description, unit, daily, price };
}

/** A machine that runs all day. */
export function machine(type: string): Meter {
  const price = HOURLY[type] ?? 0.1;
  return make(`BoxUsage:${type}`, 'Hours', 24, price, `$${price} per hour of ${type}`);
}

export function database(type: string): Meter {
  const price = HOURLY[type] ?? 0.2;
  return make(`InstanceUsage:${type}`, 'Hours', 24, price, `$${price} per hour of ${type}`);
}

export function volume(type: string, gib: number): Meter {
  const price = GIB_MONTH[type] ?? 0.1;
  const meter = type.startsWith('gp') ? `EBS:VolumeUsage.${type}` : type;
  return make(meter, 'GiB-Months', gib / MONTH_DAYS, price, `$${price} per GiB-month of ${type} storage`);
}

export function snapshotStorage(gib: number): Meter {
  const price = GIB_MONTH.snapshot ?? 0;
  return make(
    'EBS:SnapshotUsage',
    'GiB-Months',
    gib / MONTH_DAYS,
    price,
    `$${price} per GiB-month of snapshot data`,
  );
}

export function bucketStorage(gib: number): Meter {
  const price = GIB_MONTH.bucket ?? 0;
  return make(
    'TimedStorage',
    'GiB-Months',
    gib / MONTH_DAYS,
    price,
    `$${price} per GiB-month of standard storage`,
  );
}

export function logStorage(gib: number): Meter {
  const price = GIB_MONTH.log ?? 0;
  const text = `$${price} per GiB-month of log storage`;
  return make('Log Storage', 'GiB-Months', gib / MONTH_DAYS, price, text, 'TimedStorage-ByteHrs');
}

export function balancer(): Meter[] {
  return [
    make('LoadBalancerUsage', 'Hours', 24, 0.0225, '$0.0225 per load balancer hour'),
    make('PublicIPv4:InUseAddress', 'Hours', 72, 0.005, '$0.005 per address in use an hour'),
  ];
}

export function balancerTraffic(units: number): Meter {
  return make('LCUUsage', 'LCU-Hours', 24 * units, 0.008, '$0.008 per used capacity unit hour');
}

export function address(isUsed: boolean): Meter {
  const name = isUsed ? 'InUseAddress' : 'IdleAddress';
  return make(`PublicIPv4:${name}`, 'Hours', 24, 0.005, `$0.005 per address an hour (${name})`);
}

export function clusterHours(): Meter {
  return make('AmazonEKS-Hours:perCluster', 'Hours', 24, 0.1, '$0.10 per cluster hour');
}

/** Six times the ordinary price: what a cluster costs on a version out of standard support. */
export function clusterExtendedSupport(): Meter {
  const text = '$0.50 per cluster hour in extended support';
  return make('Extended Support', 'Hours', 24, 0.5, text, 'AmazonEKS-Hours:extendedSupport');
}

export function databaseExtendedSupport(vcpus: number): Meter {
  const text = '$0.10 per vCPU-hour in extended support';
  return make('Extended Support', 'vCPU-Hours', 24 * vcpus, 0.1, text, 'ExtendedSupport:Yr1-Yr2:MySQL5.7');
}

export function functionUse(gbSeconds: number): Meter {
  return make('Lambda-GB-Second', 'Lambda-GB-Second', gbSeconds, 0.0000166667, '$0.0000166667 per GB-second');
}
