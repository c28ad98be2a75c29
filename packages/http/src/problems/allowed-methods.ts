import type { CouponApp } from '../schemas/coupon-app.js';

/** Collects the routes that are added from now on. Returns the methods that the API has for a path. */
export function collectMethods(app: CouponApp): (path: string) => readonly string[] {
  const routes: { readonly method: string; readonly shape: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, shape: shapeOf(url) });
  });
  return (path) => [
    ...new Set(routes.filter(({ shape }) => shape.test(path)).map(({ method }) => method)),
  ];
}

function shapeOf(route: string): RegExp {
  const literal = route.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:[^/]+/g, '[^/]+')}$`);
}
