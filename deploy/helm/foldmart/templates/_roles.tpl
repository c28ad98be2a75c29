{{/* The roles that are switched on, by name, as YAML. */}}
{{- define "foldmart.roles" -}}
{{- $all := deepCopy .Values.roles -}}
{{- if .Values.shop.enabled -}}
{{- range $name, $role := .Values.shop.roles -}}
{{- if hasKey $all $name -}}
{{- fail (printf "roles.%s is also a role of the shop: give it another name, change shop.roles.%s, or set shop.enabled to false" $name $name) -}}
{{- end -}}
{{- $_ := set $all $name $role -}}
{{- end -}}
{{- end -}}
{{- $enabled := dict -}}
{{- range $name, $role := $all -}}
{{- if dig "enabled" true $role -}}
{{- $_ := set $enabled $name $role -}}
{{- end -}}
{{- end -}}
{{- toYaml $enabled -}}
{{- end -}}

{{/* Whether KEDA decides the replicas of a role. Takes a list: the root context and the role. */}}
{{- define "foldmart.isScaled" -}}
{{- if and (index . 0).Values.autoscaling.enabled (hasKey (index . 1) "scale") -}}yes{{- end -}}
{{- end -}}

{{/* The most replicas of a role: 1 for a single one, its partitions if it is scaled. */}}
{{- define "foldmart.mostReplicas" -}}
{{- $role := index . 1 -}}
{{- if include "foldmart.isScaled" . -}}{{ $role.scale.partitions }}{{- else -}}{{ dig "replicas" 1 $role }}{{- end -}}
{{- end -}}

{{- define "foldmart.args" -}}
{{- $root := index . 0 -}}
{{- $args := index . 1 -}}
{{- if $root.Values.app -}}
{{- $args = concat (list "--app" $root.Values.app) $args -}}
{{- end -}}
{{- toJson $args -}}
{{- end -}}
