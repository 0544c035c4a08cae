import { type CfnResource, Stack } from 'aws-cdk-lib';

/** Properties as they stand in a template. */
export interface ResourceProperties {
  readonly [name: string]: any;
}

/** A resource as it stands in a template. */
export interface RenderedResource {
  readonly Properties?: ResourceProperties;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

/** A resource as it will stand in the template, overrides included. */
export function renderedResource(resource: CfnResource): RenderedResource {
  const { Resources: resources = {} } = Stack.of(resource).resolve(resource._toCloudFormation());
  const [rendered = {}] = Object.values<RenderedResource>(resources);
  return rendered;
}
