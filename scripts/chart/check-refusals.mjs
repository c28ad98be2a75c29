import { render, valuesOf } from './render-chart.mjs';

/** Wrong values, and what the refusal has to say. */
const wrong = [
  [['image.tga=1'], /tga/],
  [['image.digest=sha256:12'], /image\/digest|image\.digest/],
  [['settings.QUEUE_TYPE=memory'], /QUEUE_TYPE is "memory": .* kafka or redis/],
  [['settings.DB_TYPE=memory'], /DB_TYPE is "memory": .* postgres/],
  [['settings.POSTGRES_PASSWORD=x'], /POSTGRES_PASSWORD is a secret: .*secretSettings/],
  [['settings.REDIS_URL=x'], /REDIS_URL is a secret/],
  [['shop.roles.api.settings.COUPON_ADMIN_TOKEN=x'], /api: settings\.COUPON_ADMIN_TOKEN is a/],
  [['settings.postgres_host=x'], /postgres_host/],
  [['shop.roles.order-consumer.replicas=4'], /4 replicas, but topic orders has 3 partitions/],
  [['shop.roles.order-consumer.replicas=-1'], /replicas/],
  [['shop.roles.order-consumer.scale.minReplicas=4'], /minReplicas is above the 3 partitions/],
  [['shop.roles.cache-worker.replicas=2'], /cache-worker has 2 replicas, but only one process/],
  [['roles.api.args={start}'], /roles\.api is also a role of the shop/],
  [['roles.api2.replicas=1'], /api2 has no args/],
  [['roles.Consumers.args={start}'], /Consumers/],
  [['shop.enabled=false'], /no role is switched on/],
  [['runAsUser=0'], /runAsUser/],
  [['settings.QUEUE_TYPE=redis', 'autoscaling.enabled=true'], /prometheus\.serverAddress/],
];

/**
 * Fails for wrong values that the chart accepts, or refuses without a word about them.
 *
 * @param {string} helm
 * @param {string} root
 * @returns {string[]}
 */
export function checkRefusals(helm, root) {
  const faults = wrong.flatMap(([values, expected]) => {
    const sets = values.flatMap((value) => ['--set', value]);
    const { refusal } = render(helm, root, [...valuesOf(root, 'default'), ...sets]);
    if (refusal === undefined) return [`${values.join(' ')} is accepted`];
    return expected.test(refusal) ? [] : [`${values.join(' ')} is refused by: ${refusal}`];
  });
  process.stdout.write(`refused ${String(wrong.length - faults.length)} wrong values\n`);
  return faults;
}
