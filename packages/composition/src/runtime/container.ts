import 'reflect-metadata';
import {
  container as rootContainer,
  instanceCachingFactory,
  type DependencyContainer,
  type InjectionToken,
} from 'tsyringe';

/** A name under which a component is made once and then shared. */
export interface Token<Component> {
  readonly token: InjectionToken<Component>;
}

/** Names a component of a system. */
export function token<Component>(name: string): Token<Component> {
  return { token: Symbol(name) };
}

/** Makes the components of one system, each at its first use. */
export class Components {
  readonly #container: DependencyContainer = rootContainer.createChildContainer();

  /** Says how a component is made; it is made once. */
  provide<Component>({ token }: Token<Component>, make: () => Component): void {
    this.#container.register(token, { useFactory: instanceCachingFactory(make) });
  }

  /** The component, made now if nobody has asked for it before. */
  get<Component>({ token }: Token<Component>): Component {
    return this.#container.resolve(token);
  }
}
