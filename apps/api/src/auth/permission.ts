import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosEnumValueConfig,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core'

/** Who may read a field: anyone, or only the holder of an admin key. */
export type Permission = 'public' | 'admin'

const IN_DESCRIPTION: Record<Permission, string> = { public: 'Permission: anyone.', admin: 'Permission: admin key.' }
const ROOT_TYPES: readonly string[] = ['Query', 'Mutation', 'Subscription']

/**
 * Makes a permission and a description part of every declaration.
 *
 * A root field declares its own permission; the fields of any other type take the permission of the type.
 * A declaration without one fails when the schema is built, so no new field is open by oversight.
 * The plugin comes before scope-auth: it turns `permission: 'admin'` into the scope that scope-auth checks.
 */
class PermissionPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    if (!config.description) throw new Error(`The type ${config.name} has no description.`)
    if (config.kind !== 'Object' && config.kind !== 'Interface') return config
    const permission = permissionOf(config.pothosOptions)
    if (!permission) throw new Error(`The type ${config.name} declares no permission.`)
    return { ...config, description: `${config.description} ${IN_DESCRIPTION[permission]}` }
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const name = `${config.parentType}.${config.name}`
    if (!config.description) throw new Error(`The field ${name} has no description.`)
    const permission = permissionOf(config.pothosOptions)
    if (!permission && ROOT_TYPES.includes(config.kind)) throw new Error(`The field ${name} declares no permission.`)
    if (!permission) return config
    const pothosOptions =
      permission === 'admin' ? { ...config.pothosOptions, authScopes: { admin: true } } : config.pothosOptions
    return {
      ...config,
      pothosOptions,
      description: `${config.description} ${IN_DESCRIPTION[permission]}`,
    } as typeof config
  }

  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    if (!config.description) throw new Error(`The input ${config.name} of ${config.parentType} has no description.`)
    return config
  }

  override onEnumValueConfig(config: PothosEnumValueConfig<Types>): PothosEnumValueConfig<Types> {
    if (!config.description) throw new Error(`The enum value ${String(config.value)} has no description.`)
    return config
  }
}

function permissionOf(options: object): Permission | undefined {
  return (options as { permission?: Permission }).permission
}

const PERMISSION_PLUGIN = 'permission'

/** Register the plugin with Pothos; a second call changes nothing. */
export function registerPermissionPlugin(): typeof PERMISSION_PLUGIN {
  SchemaBuilder.allowPluginReRegistration = true
  SchemaBuilder.registerPlugin(PERMISSION_PLUGIN, PermissionPlugin)
  SchemaBuilder.allowPluginReRegistration = false
  return PERMISSION_PLUGIN
}

/* eslint-disable @typescript-eslint/no-unused-vars -- merged declarations must name the same parameters */
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Pothos plugins add their options this way
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      permission: PermissionPlugin<Types>
    }
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Who may read the field; required on root fields. */
      permission?: Permission
    }
    interface BaseTypeOptions<Types extends SchemaTypes> {
      /** Who may read the fields of the type. */
      permission?: Permission
    }
  }
}
/* eslint-enable @typescript-eslint/no-unused-vars */
