import 'reflect-metadata';
import {
  container as rootContainer,
  instanceCachingFactory,
  type DependencyContainer,
  type InjectionToken,
} from 'tsyringe';

/** Identifies a component, which is created once and then shared. */
export interface Token<Component> {
  readonly token: InjectionToken<Component>;
}

/** Names a component of a system. */
export function token<Component>(name: string): Token<Component> {
  return { token: Symbol(name) };
}

/** Creates the components of one system, each at its first use. */
export class Components {
  readonly #container: DependencyContainer = rootContainer.createChildContainer();

  /** Registers how a component is created; it is created once. */
  provide<Component>({ token }: Token<Component>, make: () => Component): void {
    this.#container.register(token, { useFactory: instanceCachingFactory(make) });
  }

  /** The component; created by the first call. */
  get<Component>({ token }: Token<Component>): Component {
    return this.#container.resolve(token);
  }
}
